package dev.goldpan.stats;

import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

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
        double[] first = IntStream.of(both).mapToDouble(i -> one[i]).toArray();
        double[] second = IntStream.of(both).mapToDouble(i -> other[i]).toArray();
        return new Association(new SpearmansCorrelation().correlation(first, second), new KendallsCorrelation().correlation(first, second));
    }
}
