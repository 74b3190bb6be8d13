package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoppingPanelTest {
    private static final int EVERY = 8;

    /** One of n scores is 1, the others 0: the best of n is 1, of n / 2 expected 1/2, of n / 4 1/4, so one more gains 0.5 / (n ln 2). */
    @Test
    void stopsWhereOneMoreGainsTooLittle() {
        double[] scores = new double[32];
        scores[0] = 1;
        // After 8: 0.0902, after 16: 0.0451, after 24: 0.0301, and the bank ends at 32.
        assertArrayEquals(new int[] {8, 16, 24, 32}, StoppingPanel.stops(scores, new double[] {0.1, 0.05, 0.031, 0.01}, EVERY));
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
