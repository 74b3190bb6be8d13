package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import dev.goldpan.world.SceneSpec;
import java.util.Arrays;

/**
 * One picture of a family.
 *
 * @param scene what is seen
 * @param through a scene that shows through it to the same degree, which makes a mixture of both; or null
 * @param scrambled number of the order that the parts of its things are in; 0 for their own
 * @param worn whether it is to be shown degraded, as a rival of the same scene that is not
 * @param asked what its caption asks for
 * @param caption words for that
 */
public record Member(Scene scene, Scene through, long scrambled, boolean worn, SceneSpec asked, String caption) {
    private static final int PARTS = 3; // on a side

    /** Whether {@code other}'s caption is true of this picture; of a mixture and of parts in no order none is. */
    public boolean fits(Member other) {
        return captioned() && Fit.holds(other.asked, scene);
    }

    /** Whether it has a caption of its own. */
    public boolean captioned() {
        return through == null && scrambled == 0 && !worn;
    }

    /** The same worn: its caption is true of this one alone. */
    Member rival() {
        return new Member(scene, null, 0, true, asked, caption);
    }

    /** Draws it into a batch. */
    void render(byte[] into, int offset) {
        Renderer.render(scene, into, offset);
        if (through != null) {
            byte[] other = Renderer.render(through);
            for (int i = 0; i < other.length; i++) {
                into[offset + i] = (byte) ((into[offset + i] & 255) + (other[i] & 255) >> 1);
            }
        }
        if (scrambled != 0) {
            Dice dice = Dice.of(scrambled);
            byte[] whole = Arrays.copyOfRange(into, offset, offset + Renderer.BYTES);
            scene.things().forEach(thing -> scramble(thing.box(), whole, into, offset, dice));
        }
    }

    /** Every part of a box is taken from anywhere in it. */
    private static void scramble(Box box, byte[] whole, byte[] into, int offset, Dice dice) {
        int width = (int) box.width() / PARTS;
        int height = (int) box.height() / PARTS;
        for (int part = 0; part < PARTS * PARTS; part++) {
            int from = dice.below(PARTS * PARTS);
            int toX = (int) box.x0() + part % PARTS * width;
            int toY = (int) box.y0() + part / PARTS * height;
            int right = (from % PARTS - part % PARTS) * width;
            int down = (from / PARTS - part / PARTS) * height;
            for (int plane = 0; plane < Renderer.BYTES; plane += Renderer.SIDE * Renderer.SIDE) {
                for (int y = toY; y < toY + height; y++) {
                    for (int x = toX; x < toX + width; x++) {
                        into[offset + plane + y * Renderer.SIDE + x] = whole[plane + (y + down) * Renderer.SIDE + x + right];
                    }
                }
            }
        }
    }

    /** The thing at a point, or null where there is only background; the last one drawn where there are several. */
    Placed at(double x, double y) {
        Placed seen = null;
        for (Placed thing : scene.things()) {
            boolean inside = x >= thing.box().x0() && x < thing.box().x1() && y >= thing.box().y0() && y < thing.box().y1();
            seen = inside ? thing : seen;
        }
        return seen;
    }
}
