package dev.goldpan.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.goldpan.tensor.KeyedNoise;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How many copies of each particle go on, from their weights. */
public enum Resampling {
    /** Every copy drawn independently. */
    @JsonProperty("multinomial")
    MULTINOMIAL {
        @Override
        int[] copies(double[] weights, int survivors, KeyedNoise chance) {
            int[] copies = new int[weights.length];
            for (int i = 0; i < weights.length; i++) {
                copies[at(weights, chance.uniform(i))]++;
            }
            return copies;
        }
    },
    /** All copies from one draw, evenly spaced (Kitagawa 1996). */
    @JsonProperty("systematic")
    SYSTEMATIC {
        @Override
        int[] copies(double[] weights, int survivors, KeyedNoise chance) {
            int[] copies = new int[weights.length];
            double shift = chance.uniform(0);
            for (int i = 0; i < weights.length; i++) {
                copies[at(weights, (i + shift) / weights.length)]++;
            }
            return copies;
        }
    },
    /**
     * The Srinivasan sampling process (Srinivasan 2001; Gerber, Chopin and Whiteley 2019): expected numbers of copies are rounded up
     * or down, pair by pair, keeping the sum and every expectation.
     */
    @JsonProperty("ssp")
    SSP {
        @Override
        int[] copies(double[] weights, int survivors, KeyedNoise chance) {
            int n = weights.length;
            int[] copies = new int[n];
            double[] rest = new double[n];
            for (int i = 0; i < n; i++) {
                double expected = n * weights[i];
                copies[i] = (int) Math.floor(expected + ROUNDING);
                rest[i] = Math.max(0, expected - copies[i]);
            }
            int one = 0;
            for (int other = 1; other < n; other++) {
                double up = Math.min(1 - rest[one], rest[other]); // what the first may gain from the other
                double down = Math.min(rest[one], 1 - rest[other]);
                boolean gains = up + down > 0 && chance.uniform(other) < down / (up + down);
                double moved = gains ? up : -down;
                rest[one] += moved;
                rest[other] -= moved;
                // Now at least one of the two is whole; the other goes on.
                if (rest[one] >= 1 - ROUNDING || rest[one] <= ROUNDING) {
                    copies[one] += rest[one] >= 1 - ROUNDING ? 1 : 0;
                    one = other;
                } else {
                    copies[other] += rest[other] >= 1 - ROUNDING ? 1 : 0;
                }
            }
            copies[one] += n - Arrays.stream(copies).sum(); // whole but for rounding
            return copies;
        }
    },
    /** The best survive, and share all places evenly; of weights only the order counts. */
    @JsonProperty("best")
    BEST {
        @Override
        int[] copies(double[] weights, int survivors, KeyedNoise chance) {
            int[] copies = new int[weights.length];
            int[] order = order(weights);
            for (int i = 0; i < weights.length; i++) {
                copies[order[i % survivors]]++;
            }
            return copies;
        }
    },
    /** The best survive, once each; of weights only the order counts. Fits samplers without noise. */
    @JsonProperty("prune")
    PRUNE {
        @Override
        int[] copies(double[] weights, int survivors, KeyedNoise chance) {
            int[] copies = new int[weights.length];
            int[] order = order(weights);
            for (int i = 0; i < survivors; i++) {
                copies[order[i]] = 1;
            }
            return copies;
        }
    };

    private static final double ROUNDING = 1e-9;

    /**
     * Copies of each particle.
     *
     * @param weights not negative, their sum 1
     * @param survivors how many {@link #BEST} and {@link #PRUNE} let live, at most the number of weights
     * @param chance where uniform numbers come from
     */
    abstract int[] copies(double[] weights, int survivors, KeyedNoise chance);

    /** Whether a particle may go on more than once. */
    boolean copies() {
        return this != PRUNE;
    }

    /** Whether only the order of weights counts. */
    boolean ranks() {
        return this == BEST || this == PRUNE;
    }

    /** The particle in whose share of [0, 1) {@code point} lies. */
    private static int at(double[] weights, double point) {
        double below = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            below += weights[i];
            if (weights[i] > 0) {
                last = i;
                if (point < below) {
                    return i;
                }
            }
        }
        return last; // the sum was below 1 by rounding
    }

    /** Particles from heaviest to lightest; of equals the first comes first. */
    private static int[] order(double[] weights) {
        return IntStream.range(0, weights.length).boxed().sorted(Comparator.<Integer>comparingDouble(i -> weights[i]).reversed())
                .mapToInt(Integer::intValue).toArray();
    }
}
