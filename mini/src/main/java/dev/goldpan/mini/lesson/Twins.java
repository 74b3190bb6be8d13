package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import java.util.ArrayList;
import java.util.List;

/**
 * Two pictures each of the same things, which lie elsewhere in the other, in other sizes, mirrored or not, on another ground: what they
 * have in common is what things they are of. The glyphs are the same; that two glyphs are of one subject is not said.
 *
 * @param one first pictures, scenes of the training distribution
 * @param other second pictures, in the same order
 */
public record Twins(Lesson one, Lesson other) {
    private static final long USE = 0x5457494E; // apart from the scenes of the same seed

    /** Pairs {@code first}, {@code first + 1}, ... of {@code world}: the same for the same numbers, always. */
    public static Twins of(long world, long first, int count) {
        List<Member> one = new ArrayList<>();
        List<Member> other = new ArrayList<>();
        for (long index = first; index < first + count; index++) {
            Scene scene = Scene.of(world, index);
            one.add(member(scene));
            other.add(member(elsewhere(scene, world, index)));
        }
        return new Twins(new Lesson(one), new Lesson(other));
    }

    private static Scene elsewhere(Scene scene, long world, long index) {
        Scene another = Scene.of(scene.spec(), world ^ USE, index);
        List<Placed> things = new ArrayList<>();
        for (int i = 0; i < another.things().size(); i++) {
            Placed thing = scene.things().get(i);
            things.add(another.things().get(i).as(thing.glyph(), thing.colour(), thing.style()));
        }
        return new Scene(scene.caption(), scene.spec(), another.background(), things);
    }

    private static Member member(Scene scene) {
        return new Member(scene, null, 0, false, scene.spec(), scene.caption());
    }
}
