package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.SceneSpec;

/**
 * One picture of a family.
 *
 * @param scene what is seen
 * @param through a scene that shows through it to the same degree, which makes a mixture of both; or null
 * @param asked what its caption asks for
 * @param caption words for that
 */
public record Member(Scene scene, Scene through, SceneSpec asked, String caption) {
    /** Whether {@code other}'s caption is true of this picture; of a mixture none is. */
    public boolean fits(Member other) {
        return through == null && Fit.holds(other.asked, scene);
    }

    /** Whether it has a caption of its own. */
    public boolean captioned() {
        return through == null;
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
