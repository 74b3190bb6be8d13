package dev.goldpan.mini.world;

import java.util.List;

/**
 * Chance addressed by keys: equal keys roll the same numbers on every machine. SplitMix64 (Steele, Lea and Flood 2014) whose
 * state is a hash of the keys, so streams of neighbouring keys are unrelated.
 */
public final class Dice {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** The stream of these keys, in this order. */
    public static Dice of(long... keys) {
        long state = GOLDEN;
        for (long key : keys) {
            state = mix(state + GOLDEN ^ mix(key + GOLDEN));
        }
        return new Dice(state);
    }

    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }

    /** 64 uniform bits. */
    public long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    public double uniform() {
        return (bits() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [from, to). */
    public double between(double from, double to) {
        return from + (to - from) * uniform();
    }

    /** Uniform in 0 to n-1. */
    public int below(int n) {
        return (int) (uniform() * n);
    }

    /** True with this probability. */
    public boolean chance(double probability) {
        return uniform() < probability;
    }

    /** One of them, uniformly. */
    public <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    /** An index with probability proportional to its weight. */
    public int weighted(double... weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double at = uniform() * total;
        int last = weights.length - 1;
        for (int i = 0; i < last; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return last;
    }
}
