package dev.goldpan.stats;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The delete-a-group jackknife (Efron and Tibshirani 1993, chapter 11): what a statistic of much data could have been, from its values
 * where one group after another is left out. As many evaluations as there are groups, where a bootstrap needs thousands.
 */
public final class Jackknife {
    private static final double UPPER = 0.975;

    private Jackknife() {}

    /**
     * A statistic with its 95 % interval by Student's t; without ends where it is not a number for some groups.
     *
     * @param groups two or more; for fewer there are no ends
     * @param statistic of the groups that are said to stay
     */
    public static Interval of(int groups, ToDoubleFunction<IntPredicate> statistic) {
        double whole = statistic.applyAsDouble(group -> true);
        if (groups < 2 || Double.isNaN(whole)) {
            return new Interval(whole, Double.NaN, Double.NaN);
        }
        double[] without = IntStream.range(0, groups).mapToDouble(left -> statistic.applyAsDouble(group -> group != left)).toArray();
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares = Arrays.stream(without).map(value -> (value - mean) * (value - mean)).sum();
        double error = Math.sqrt(squares * (groups - 1) / groups);
        double reach = error * new TDistribution(null, groups - 1).inverseCumulativeProbability(UPPER);
        return new Interval(whole, whole - reach, whole + reach);
    }
}
