package dev.goldpan.mini.world;

import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.util.List;

/**
 * One picture of the world with its caption and the complete truth about it.
 *
 * @param things in drawing order; those of the first mention come first
 */
public record Scene(String caption, SceneSpec spec, Background background, List<Placed> things) {

    public Scene {
        things = List.copyOf(things);
    }

    /**
     * A scene of the training distribution. Held-out pairs never occur. The same for the same numbers, always; other data sets
     * (a judge's, a verifier's) take other seeds.
     */
    public static Scene of(long seed, long index) {
        Dice dice = Dice.of(seed, index);
        SceneSpec spec = SpecPrior.draw(dice);
        return Layout.place(Wording.of(spec, dice), spec, dice);
    }

    /** A scene that shows this, held-out pairs included; its caption is the usual one. */
    public static Scene of(SceneSpec spec, long seed, long index) {
        return Layout.place(Caption.of(spec), spec, Dice.of(seed, index));
    }
}
