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
    private static final Likeness LIKENESS = new Likeness(CAT, NOTHING);

    @Test
    void whatDidNotChangeOrMovedALittleIsPlain() {
        assertEquals(1, LIKENESS.of(CAT, CAT), 1e-6);
        Placed cat = SCENE.things().get(0);
        Placed moved = cat.at(cat.x() + 4, cat.y() + 2, cat.scale());
        Picture there = Picture.of(new Scene(SCENE.caption(), SCENE.spec(), SCENE.background(), List.of(moved)));
        assertTrue(LIKENESS.of(CAT, there) > 0.9, "" + LIKENESS.of(CAT, there));
        assertEquals(0, LIKENESS.harm(CAT, there));
    }

    @Test
    void theMoreOfItIsLostTheGreaterTheHarm() {
        double sharp = LIKENESS.of(CAT, CAT.blurred(1));
        double soft = LIKENESS.of(CAT, CAT.blurred(3));
        assertTrue(sharp > soft, sharp + " " + soft);
        assertEquals(1, LIKENESS.harm(CAT, NOTHING));
        Picture ruined = Damage.SHUFFLE.apply(CAT, () -> NOTHING, BOX, 1, Dice.of(1));
        assertTrue(LIKENESS.harm(CAT, ruined) > 0.5, "" + LIKENESS.of(CAT, ruined));
    }

    /** A picture that the model mended is no longer damaged, one that it spoilt is. */
    @Test
    void truthsAreOfWhatIsShown() {
        Exhibit whole = Exhibit.of(Exhibit.Kind.CLEAN, 11, 1);
        assertTrue(whole.shownAs(whole.picture()).truths().stream().allMatch(truth -> truth.damage() == 0));
        assertTrue(whole.shownAs(whole.picture().blurred(8)).truths().stream().allMatch(truth -> truth.damage() > 0.5));
        Exhibit damaged = Exhibit.of(Exhibit.Kind.DAMAGED, 11, 2);
        assertTrue(damaged.shownAs(Picture.of(damaged.scene())).truths().stream().allMatch(truth -> truth.damage() == 0));
    }
}
