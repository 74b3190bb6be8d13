package dev.goldpan.mini.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import dev.goldpan.world.Caption;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final Scene SCENE = Scene.of(Caption.parse("a cat"), 3, 4);
    private static final Picture CAT = Picture.of(SCENE);
    private static final Picture NOTHING = Picture.of(new Scene(SCENE.caption(), SCENE.spec(), SCENE.background(), List.of()));
    private static final Box BOX = SCENE.things().get(0).box();
    private static final Likeness LIKENESS = new Likeness(CAT, NOTHING, BOX);

    private static double like(Picture now) {
        return LIKENESS.of(Likeness.Details.of(CAT), Likeness.Details.of(now));
    }

    private static double harm(Picture now) {
        return LIKENESS.harm(Likeness.Details.of(CAT), Likeness.Details.of(now));
    }

    @Test
    void whatDidNotChangeOrMovedALittleIsPlain() {
        assertEquals(1, like(CAT), 1e-6);
        Placed cat = SCENE.things().get(0);
        Placed moved = cat.at(cat.x() + 4, cat.y() + 2, cat.scale());
        Picture there = Picture.of(new Scene(SCENE.caption(), SCENE.spec(), SCENE.background(), List.of(moved)));
        assertTrue(like(there) > 0.9, "" + like(there));
        assertEquals(0, harm(there));
    }

    @Test
    void theMoreOfItIsLostTheGreaterTheHarm() {
        double sharp = like(CAT.blurred(1));
        double soft = like(CAT.blurred(3));
        assertTrue(sharp > soft, sharp + " " + soft);
        assertEquals(1, harm(NOTHING));
        Picture ruined = Damage.SHUFFLE.apply(CAT, () -> NOTHING, BOX, 1, Dice.of(1));
        assertTrue(harm(ruined) > 0.5, "" + like(ruined));
    }

    /** A picture that the model mended is no longer damaged, one that it spoilt is. */
    @Test
    void truthsAreOfWhatIsShown() {
        Exhibit whole = Exhibit.of(Exhibit.Kind.CLEAN, 11, 1);
        assertTrue(whole.shownAs(whole.picture()).truths().stream().allMatch(truth -> truth.damage() == 0));
        assertTrue(whole.shownAs(whole.picture().blurred(8)).truths().stream().allMatch(truth -> truth.damage() > 0.5));
        for (int i = 0; i < 40; i++) {
            Exhibit damaged = Exhibit.of(Exhibit.Kind.DAMAGED, 11, i);
            assertEquals(damaged.truths(), damaged.shownAs(damaged.picture().clamped()).truths(), "what was not touched is as damaged as it was");
            for (int thing = 0; thing < damaged.truths().size(); thing++) {
                double mended = damaged.shownAs(Picture.of(damaged.scene())).truths().get(thing).damage();
                assertTrue(mended <= damaged.truths().get(thing).damage());
            }
        }
    }
}
