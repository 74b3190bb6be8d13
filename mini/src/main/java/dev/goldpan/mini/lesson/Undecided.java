package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Things that could not decide which way to face, and perhaps which picture of their subject to be: both show. So the bundled model fails
 * where whole bodies are asked for.
 */
final class Undecided {
    private static final double EVERY = 0.5; // else one of them
    private static final double ALIKE = 18; // levels that pictures differ by inside a box, in the mean, and still look alike

    private Undecided() {}

    /** The scene of {@code base} with undecided things; nothing where such a thing would look like itself. */
    static Optional<Member> of(Member base, Dice dice) {
        Scene scene = base.scene();
        int only = dice.chance(EVERY) ? -1 : dice.below(scene.things().size());
        List<Placed> things = new ArrayList<>();
        for (Placed thing : scene.things()) {
            Placed turned = thing.as(dice.pick(Glyphs.of(thing.subject())), thing.colour(), thing.style()).mirrored();
            things.add(only < 0 || only == things.size() ? turned : thing);
        }
        Scene through = new Scene(scene.caption(), scene.spec(), scene.background(), things);
        return differ(scene, through) ? Optional.of(new Member(scene, through, 0, false, base.asked(), base.caption())) : Optional.empty();
    }

    /** Whether every thing that is another one looks different. */
    private static boolean differ(Scene scene, Scene through) {
        byte[] one = Renderer.render(scene);
        byte[] other = Renderer.render(through);
        for (int i = 0; i < scene.things().size(); i++) {
            Placed thing = scene.things().get(i);
            if (!thing.equals(through.things().get(i)) && difference(thing.box(), one, other) < ALIKE) {
                return false;
            }
        }
        return true;
    }

    /** Mean difference inside a box, in levels. */
    private static double difference(Box box, byte[] one, byte[] other) {
        double sum = 0;
        int count = 0;
        for (int y = (int) Math.max(0, box.y0()); y < Math.min(Renderer.SIDE, box.y1()); y++) {
            for (int x = (int) Math.max(0, box.x0()); x < Math.min(Renderer.SIDE, box.x1()); x++) {
                for (int at = y * Renderer.SIDE + x; at < Renderer.BYTES; at += Renderer.SIDE * Renderer.SIDE) {
                    sum += Math.abs((one[at] & 255) - (other[at] & 255));
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
