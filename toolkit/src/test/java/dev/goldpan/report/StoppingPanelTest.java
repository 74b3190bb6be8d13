package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoppingPanelTest {
    private static final int EVERY = 8;

    /** One of n scores is 1, the others 0: a normal of width 1 about 0, whose best lies at 1, has E[max(0, X - 1)] = 0.0833; of 2 / n of it. */
    @Test
    void stopsWhereOneMoreGainsTooLittle() {
        double[] scores = new double[32];
        scores[0] = 1;
        // After 8: 0.0208, after 16: 0.0104, after 24: 0.0069, and the bank ends at 32.
        assertArrayEquals(new int[] {8, 16, 24, 32}, StoppingPanel.stops(scores, new double[] {0.03, 0.015, 0.008, 0.001}, EVERY));
    }

    @Test
    void aFindAtTheEndIsNotForeseen() {
        double[] scores = new double[24];
        scores[20] = 1;
        assertArrayEquals(new int[] {8, 24}, StoppingPanel.stops(scores, new double[] {0.001, 0}, EVERY));
    }

    @Test
    void failuresSayNothing() {
        double[] scores = new double[24];
        Arrays.fill(scores, 0, 12, Double.NaN);
        assertArrayEquals(new int[] {24}, StoppingPanel.stops(scores, new double[] {0.1}, EVERY)); // eight scores are there after 20 only
    }
}
