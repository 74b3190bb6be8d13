package dev.goldpan.stats;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How far two scores put the same candidates in the same order; NaN where one of them is the same for all, or fewer than
 * {@value #FEWEST} candidates have both.
 *
 * @param spearman rank correlation, equal scores sharing their mean rank
 * @param kendall tau-b
 */
public record Association(double spearman, double kendall) {
    private static final int FEWEST = 3;

    /** The association of two scores of the same candidates; pairs with a missing one (NaN) do not count. */
    public static Association of(double[] one, double[] other) {
        int[] both = IntStream.range(0, one.length).filter(i -> !Double.isNaN(one[i]) && !Double.isNaN(other[i])).toArray();
        if (both.length < FEWEST) {
            return new Association(Double.NaN, Double.NaN);
        }
        // The library orders -0 below 0; adding 0 makes them the equal scores that they are.
        double[] first = IntStream.of(both).mapToDouble(i -> one[i] + 0.0).toArray();
        double[] second = IntStream.of(both).mapToDouble(i -> other[i] + 0.0).toArray();
        return new Association(new PearsonsCorrelation().correlation(ranks(first), ranks(second)),
                new KendallsCorrelation().correlation(first, second));
    }

    /** Places in ascending order from 1, equal values sharing the mean of theirs; sorts numbers, where the library sorts objects. */
    private static double[] ranks(double[] values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        double[] places = new double[ascending.length];
        for (int from = 0; from < ascending.length; ) {
            int end = from + 1;
            while (end < ascending.length && ascending[end] == ascending[from]) {
                end++;
            }
            Arrays.fill(places, from, end, (from + 1 + end) / 2.0);
            from = end;
        }
        double[] ranks = new double[values.length];
        Arrays.setAll(ranks, i -> places[Arrays.binarySearch(ascending, values[i])]);
        return ranks;
    }
}
