package dev.goldpan.search;

import static dev.goldpan.search.Trace.fresh;
import static dev.goldpan.search.Trace.grounds;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.verify.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Searches by gradient, led through a few steps by hand. */
class ClimbTraceTest {
    private final Grounds grounds = grounds(5000);

    /** Noise of length 5 in a plane, where a turn keeps the length: 3, 4 turned by an angle of sine 0.6 is 4.8, 1.4. */
    @Test
    void firstOrderTurnsTowardsTheGradientAndBackWhereThatWasWorse() {
        Climbs.Rule rule = new FirstOrder(1, 0, 0.8, 0.5, 3).new Turning();
        float[] start = {3, 4};
        float[] far = rule.next(start, new float[] {8, -6}, 1);
        assertArrayEquals(new float[] {4.8f, 1.4f}, far, 1e-6f);
        float[] near = rule.next(far, new float[] {100, 100}, 0); // worse: half the sine, from 3, 4 along its own gradient
        assertArrayEquals(new float[] {4.061818f, 2.915757f}, near, 1e-5f);
        float[] back = rule.next(near, new float[] {0, 1}, 2); // better: from here, by the same angle, now to the other side
        assertArrayEquals(new float[] {3, 4}, back, 1e-5f);
    }

    @Test
    void whatIsOrthogonalAloneCounts() {
        Climbs.Rule rule = new FirstOrder(1, 0, 0.8, 0.5, 3).new Turning();
        assertArrayEquals(new float[] {4.8f, 1.4f}, rule.next(new float[] {3, 4}, new float[] {8 + 30, -6 + 40}, 1), 1e-5f);
    }

    @Test
    void aClimbThatRisesNoMoreIsOver() {
        Climbs.Rule rule = new FirstOrder(1, 0, 0.8, 0.5, 3).new Turning();
        float[] gradient = {8, -6};
        rule.next(new float[] {3, 4}, gradient, 1);
        for (int failure = 1; failure <= FirstOrder.PATIENCE; failure++) {
            assertTrue(rule.next(new float[] {5, 0}, gradient, 1) != null);
        }
        assertNull(rule.next(new float[] {5, 0}, gradient, 1));
        Climbs.Rule restless = new FirstOrder(1, 0, 0.8, 1, 3).new Turning();
        restless.next(new float[] {3, 4}, gradient, 1);
        assertArrayEquals(new float[] {4, 3}, restless.next(new float[] {5, 0}, new float[] {0, 1}, 0), 1e-6f); // moves from the worse
    }

    /** |noise|^2 = 25 in two dimensions: the regulariser pulls by 0.5 (1 - 1 / 25) = 0.48 of the noise. */
    @Test
    void renoGoesDownItsLossWithMomentum() {
        Climbs.Rule rule = new Reno(1, 2, 0.5, 1, 0.1, 0.5, 3, 3).new Descent();
        // Loss gradient 0.48 (3, 4) - 2 (0.5, -1) = (0.44, 3.92), of length 3.9446, is cut to (0.11154, 0.99376).
        float[] second = rule.next(new float[] {3, 4}, new float[] {0.5f, -1}, 0);
        assertArrayEquals(new float[] {3 - 0.15f * 0.111544f, 4 - 0.15f * 0.993759f}, second, 1e-5f);
        float[] third = rule.next(second, new float[2], 0);
        assertArrayEquals(new float[] {2.888617f, 3.707512f}, third, 1e-5f);
        assertNull(rule.next(third, new float[2], 0));
    }

    @Test
    void aShortGradientIsNotCutAndALikelyLengthNotPulled() {
        Climbs.Rule rule = new Reno(1, 2, 0.5, 1, 0.1, 0, 9, 3).new Descent();
        float[] likely = {0.6f, 0.8f}; // |noise|^2 = d - 1
        assertArrayEquals(new float[] {0.6f + 0.1f * 2 * 0.25f, 0.8f}, rule.next(likely, new float[] {0.25f, 0}, 0), 1e-6f);
    }

    private List<Candidate> turn(Search search, float[] gradient, double... values) {
        List<Candidate> asked = search.ask();
        List<Scored> told = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String hash = search.wantsGradients() && gradient != null ? grounds.blobs().write(gradient) : null;
            told.add(new Scored(asked.get(i), Map.of("v", Score.of(values[i])), hash));
        }
        assertEquals(values.length, asked.size());
        search.tell(told);
        return asked;
    }

    @Test
    void climbsBeginWithTheBestOfTheStarts() {
        Search search = new FirstOrder(1, 3, 0.9, 0.5, 3).begin(grounds);
        assertEquals(List.of(fresh(100), fresh(101), fresh(102)), turn(search, null, 1, 3, 2).stream().map(Candidate::recipe).toList());
        assertFalse(search.wantsGradients());
        float[] up = new float[64];
        up[5] = 1;
        assertEquals(fresh(101), turn(search, up, 3).get(0).recipe());
        assertTrue(search.wantsGradients());
        float[] moved = Noises.turned(new Noises(new long[] {1, 1, 8, 8}, grounds.blobs()).numbers(fresh(101)), 0.9, up);
        assertEquals(new Recipe.Optimised(fresh(101), Blobs.hash(moved)), turn(search, null, 4).get(0).recipe());
        // Without a gradient the climb is over: the second best of the starts, the third, then others.
        assertEquals(fresh(102), turn(search, null, 4).get(0).recipe());
        assertEquals(fresh(100), turn(search, null, 4).get(0).recipe());
        assertEquals(fresh(103), turn(search, new float[64], 4).get(0).recipe()); // a gradient of zero leads nowhere
        assertEquals(fresh(104), search.ask().get(0).recipe());
    }

    @Test
    void climbsGoTogetherAndEachItsWay() {
        Search search = new Reno(2, 5, 0.01, 0.1, 5, 0.9, 50, 3).begin(grounds);
        float[] up = new float[64];
        up[5] = 1;
        assertEquals(List.of(fresh(100), fresh(101)), turn(search, up, 1, 1).stream().map(Candidate::recipe).toList());
        List<Candidate> second = search.ask();
        assertEquals(fresh(100), ((Recipe.Optimised) second.get(0).recipe()).of());
        assertEquals(fresh(101), ((Recipe.Optimised) second.get(1).recipe()).of());
    }

    @Test
    void whatHasNoGradientIsRefusedWithTheRemedy() {
        Grounds flat = new Grounds(0, null, grounds.shape(), grounds.course(), grounds.schedules(), 1000, true,
                new Objective(List.of("jpeg")),
                10, 4, 500);
        for (Algorithm algorithm : List.of(new FirstOrder(1, 0, 0.9, 0.5, 3), new Reno(1, 5, 0.01, 0.1, 5, 0.9, 50, 3))) {
            String said = assertThrows(IllegalArgumentException.class, () -> algorithm.begin(flat)).getMessage();
            assertTrue(said.contains("jpeg does not give; steer by one of clip"), said);
        }
        assertThrows(IllegalArgumentException.class, () -> new FirstOrder(0, 0, 0.9, 0.5, 3));
        assertThrows(IllegalArgumentException.class, () -> new FirstOrder(1, 0, 1, 0.5, 3));
        assertThrows(IllegalArgumentException.class, () -> new FirstOrder(1, 0, 0.9, 0, 3));
        assertThrows(IllegalArgumentException.class, () -> new Reno(1, 5, 0.01, 0.1, 5, 1, 50, 3));
        assertThrows(IllegalArgumentException.class, () -> new Reno(1, 5, 0.01, 0.1, 5, 0.9, 50, -1));
    }
}
