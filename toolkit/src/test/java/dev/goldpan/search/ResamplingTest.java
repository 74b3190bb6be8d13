package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplingTest {
    private static final double[] WEIGHTS = {0.05, 0.4, 0.0, 0.3, 0.25};

    private static KeyedNoise chance(int draw) {
        return new KeyedNoise(NoiseKey.of(5, "chance").candidate(draw));
    }

    @ParameterizedTest
    @EnumSource(names = {"MULTINOMIAL", "SYSTEMATIC", "SSP"})
    void copiesAreAsManyAsExpected(Resampling resampling) {
        int draws = 20_000;
        double[] mean = new double[WEIGHTS.length];
        for (int draw = 0; draw < draws; draw++) {
            int[] copies = resampling.copies(WEIGHTS, 1, chance(draw));
            assertEquals(5, Arrays.stream(copies).sum());
            for (int i = 0; i < copies.length; i++) {
                mean[i] += (double) copies[i] / draws;
                double expected = 5 * WEIGHTS[i];
                boolean near = copies[i] == Math.floor(expected) || copies[i] == Math.ceil(expected);
                assertTrue(near || resampling == Resampling.MULTINOMIAL, () -> resampling + " " + Arrays.toString(copies));
            }
        }
        for (int i = 0; i < mean.length; i++) {
            assertEquals(5 * WEIGHTS[i], mean[i], 0.05); // five standard errors of a multinomial count
        }
    }

    @Test
    void wholeExpectationsAreMetByEverybody() {
        for (Resampling resampling : new Resampling[] {Resampling.SSP, Resampling.SYSTEMATIC}) {
            assertArrayEquals(new int[] {2, 0, 1, 1}, resampling.copies(new double[] {0.5, 0, 0.25, 0.25}, 1, chance(0)));
        }
        for (Resampling resampling : new Resampling[] {Resampling.SSP, Resampling.SYSTEMATIC, Resampling.MULTINOMIAL}) {
            assertArrayEquals(new int[] {0, 0, 4, 0}, resampling.copies(new double[] {0, 0, 1, 0}, 1, chance(1)));
        }
    }

    @Test
    void survivorsShareThePlaces() {
        assertArrayEquals(new int[] {0, 3, 0, 2, 0}, Resampling.BEST.copies(WEIGHTS, 2, chance(0)));
        assertArrayEquals(new int[] {0, 5, 0, 0, 0}, Resampling.BEST.copies(WEIGHTS, 1, chance(0)));
        assertArrayEquals(new int[] {0, 1, 0, 1, 1}, Resampling.PRUNE.copies(WEIGHTS, 3, chance(0)));
        assertArrayEquals(new int[] {1, 1, 0, 0}, Resampling.PRUNE.copies(new double[] {0.25, 0.25, 0.25, 0.25}, 2, chance(0)));
    }
}
