package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.Arrays;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

class OutlookTest {
    @Test
    void theMeanBestOfASampleWorkedByHand() {
        Outlook outlook = new Outlook(new double[] {4, 1, 3, 2});
        assertEquals(2.5, outlook.best(1), 1e-12);
        // Pairs: 12 13 14 23 24 34 have the best 2 3 4 3 4 4.
        assertEquals(20 / 6.0, outlook.best(2), 1e-12);
        assertEquals((3 + 4 + 4 + 4) / 4.0, outlook.best(3), 1e-12);
        assertEquals(4, outlook.best(4), 1e-12);
    }

    @Test
    void fewScoresSayNothing() {
        assertFalse(new Outlook(new double[] {1, 2, 3, Double.NaN, Double.NEGATIVE_INFINITY, 4, 5, 6, 7}).isKnown());
        assertTrue(Double.isNaN(new Outlook(new double[] {1}).gainOfDoubling()));
    }

    @Test
    void aPlateauIsSeen() {
        double[] flat = new double[32];
        Arrays.fill(flat, 1, 32, 0.5);
        assertEquals(0, new Outlook(flat).gainOfDoubling(), 1e-12);
    }

    /** For normal scores the best of 64 is 2.344 and of 128 is 2.595 standard deviations above the mean (tables of order statistics). */
    @Test
    void aDoublingIsForeseenOnAverage() {
        double sum = 0;
        int trials = 4000;
        for (int trial = 0; trial < trials; trial++) {
            float[] drawn = new KeyedNoise(NoiseKey.of(3, "outlook").candidate(trial)).normals(64);
            double[] scores = new double[drawn.length];
            Arrays.setAll(scores, i -> drawn[i]);
            sum += new Outlook(scores).gainOfDoubling();
        }
        assertEquals(0.25, sum / trials, 0.05);
    }

    /** Above the median 0 lie 0.5, 1, 2, 3: width sqrt(3.5625), the best at 1.5894 of it. */
    @Test
    void oneMoreWorkedByHand() {
        assertEquals(0.044972, new Outlook(new double[] {-3, 2, -1, 0.5, -0.5, 1, -2, 3}).gainOfOne(), 1e-6);
    }

    @Test
    void theLuckierASearchWasTheLessIsOneMoreWorth() {
        double[] scores = {-3, 2, -1, 0.5, -0.5, 1, -2, 3};
        double[] lucky = scores.clone();
        lucky[7] = 4;
        assertTrue(new Outlook(lucky).gainOfOne() < new Outlook(scores).gainOfOne());
        assertEquals(0, new Outlook(new double[] {1, 0, 1, 0, 1, 1, 1, 1}).gainOfOne(), 0.01, "the end of a scale");
    }

    /**
     * Of normal scores the true gain of one more is known from the best alone. Seven tenths of it are foreseen from 64 scores: where the best
     * is low the scores look narrow too.
     */
    @Test
    void oneMoreIsForeseenOnAverage() {
        double foreseen = 0;
        double gained = 0;
        int trials = 4000;
        for (int trial = 0; trial < trials; trial++) {
            float[] drawn = new KeyedNoise(NoiseKey.of(4, "outlook").candidate(trial)).normals(64);
            double[] scores = new double[drawn.length];
            Arrays.setAll(scores, i -> drawn[i]);
            foreseen += new Outlook(scores).gainOfOne();
            double best = Arrays.stream(scores).max().orElseThrow();
            gained += Math.exp(-best * best / 2) / Math.sqrt(2 * Math.PI) - best * Erf.erfc(best / Math.sqrt(2)) / 2;
        }
        assertEquals(0.7, foreseen / gained, 0.05);
    }
}
