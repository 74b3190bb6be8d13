package dev.goldpan.stats;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap over prompts (Efron and Tibshirani 1993, chapter 13). A prompt is resampled with everything that was measured
 * on it, all its seeds together, so that intervals say how much other prompts would differ; and every statistic sees the same
 * resamples, so that differences are paired.
 */
public final class Bootstrap {
    private static final int MOST_RESAMPLES = 2000;
    private static final int FEWEST_RESAMPLES = 500;
    private static final int MOST_DRAWN = 1_000_000; // prompts, over all resamples: with thousands of prompts fewer resamples do
    private static final int TOGETHER = 4;
    private static final double TAIL = 0.025;

    private final int[][] resamples; // [resample][place] -> prompt

    /** Resamples of {@code prompts} prompts. @param seed of the resamples */
    public Bootstrap(int prompts, long seed) {
        int count = prompts < 2 ? 0 : Math.max(FEWEST_RESAMPLES, Math.min(MOST_RESAMPLES, MOST_DRAWN / prompts));
        resamples = new int[count][prompts];
        for (int i = 0; i < resamples.length; i++) {
            KeyedNoise chance = new KeyedNoise(NoiseKey.of(seed, "bootstrap").prompt(prompts).candidate(i));
            for (int j = 0; j < prompts; j++) {
                resamples[i][j] = chance.below(prompts, j);
            }
        }
    }

    /** Mean of one value per prompt; prompts without one (NaN) do not count. */
    public Interval mean(double[] values) {
        int[] all = new int[values.length];
        Arrays.setAll(all, i -> i);
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            return of(all, chosen -> mean(values, chosen));
        }
        return interval(mean(values, all), means(values));
    }

    /** Mean of every resample. Four at a time, each in its own order: a sum waits for its last addition, four do not. */
    private double[] means(double[] values) {
        double[] means = new double[resamples.length];
        for (int first = 0; first < means.length; first += TOGETHER) {
            int[] one = resamples[first];
            int[] two = resamples[Math.min(first + 1, means.length - 1)];
            int[] three = resamples[Math.min(first + 2, means.length - 1)];
            int[] four = resamples[Math.min(first + 3, means.length - 1)];
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            for (int i = 0; i < one.length; i++) {
                a += values[one[i]];
                b += values[two[i]];
                c += values[three[i]];
                d += values[four[i]];
            }
            double[] sums = {a, b, c, d};
            for (int i = first; i < Math.min(first + TOGETHER, means.length); i++) {
                means[i] = sums[i - first] / one.length;
            }
        }
        return means;
    }

    /** Any statistic of chosen prompts. @param all prompts in their order */
    public Interval of(int[] all, ToDoubleFunction<int[]> statistic) {
        return interval(statistic.applyAsDouble(all), Arrays.stream(resamples).mapToDouble(statistic).toArray());
    }

    private static Interval interval(double whole, double[] resampled) {
        double[] found = Arrays.stream(resampled).filter(value -> !Double.isNaN(value)).sorted().toArray();
        return found.length == 0 || found.length < resampled.length / 2 ? new Interval(whole, Double.NaN, Double.NaN)
                : new Interval(whole, quantile(found, TAIL), quantile(found, 1 - TAIL));
    }

    private static double mean(double[] values, int[] chosen) {
        double sum = 0;
        int count = 0;
        for (int prompt : chosen) {
            if (!Double.isNaN(values[prompt])) {
                sum += values[prompt];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Linear between the two nearest. */
    private static double quantile(double[] ascending, double share) {
        double at = share * (ascending.length - 1);
        int below = (int) at;
        double above = at - below;
        return above == 0 ? ascending[below] : ascending[below] * (1 - above) + ascending[below + 1] * above;
    }
}
