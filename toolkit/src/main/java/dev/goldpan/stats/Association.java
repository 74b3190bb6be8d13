package dev.goldpan.stats;

import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How far two scores put the same candidates in the same order; NaN where one of them is the same for all, or fewer than
 * {@value #FEWEST} candidates have both.
 *
 * @param spearman rank correlation, equal scores sharing their mean rank
 * @param kendall tau-b, in O(n log n) (Knight, 1966)
 */
public record Association(double spearman, double kendall) {
    private static final int FEWEST = 3;

    /** The association of two scores of the same candidates; pairs with a missing one (NaN) do not count. */
    public static Association of(double[] one, double[] other) {
        return of(Ranking.of(one), Ranking.of(other));
    }

    /** The same of scores that are in their order already. */
    public static Association of(Ranking one, Ranking other) {
        if (one.hasMissing() || other.hasMissing()) {
            int[] both = IntStream.range(0, one.size()).filter(i -> one.places()[i] >= 0 && other.places()[i] >= 0).toArray();
            return of(one.of(both), other.of(both));
        }
        if (one.size() < FEWEST) {
            return new Association(Double.NaN, Double.NaN);
        }
        return new Association(new PearsonsCorrelation().correlation(one.ranks(), other.ranks()), kendall(one, other));
    }

    private static double kendall(Ranking one, Ranking other) {
        int count = one.size();
        int[] byOne = new int[count]; // the other's places, by the first's and then by their own
        int[] first = other.order();
        int[] order = one.of(first).order();
        long tiedInBoth = 0;
        int run = 0;
        for (int i = 0; i < count; i++) {
            int at = first[order[i]];
            byOne[i] = other.places()[at];
            boolean isSame = i > 0 && byOne[i] == byOne[i - 1] && one.places()[at] == one.places()[first[order[i - 1]]];
            run = isSame ? run + 1 : 0;
            tiedInBoth += run;
        }
        long pairs = count * (count - 1L) / 2;
        long tiedInOne = one.ties();
        long tiedInOther = other.ties();
        long difference = pairs - tiedInOne - tiedInOther + tiedInBoth - 2 * inversions(byOne);
        return difference / Math.sqrt((pairs - tiedInOne) * (double) (pairs - tiedInOther));
    }

    /** Pairs of which the larger comes first. Sorts {@code values}. */
    private static long inversions(int[] values) {
        long found = 0;
        int[] from = values;
        int[] into = new int[values.length];
        for (int width = 1; width < values.length; width *= 2) {
            for (int start = 0; start < values.length; start += 2 * width) {
                int middle = Math.min(start + width, values.length);
                int end = Math.min(start + 2 * width, values.length);
                int left = start;
                int right = middle;
                for (int at = start; at < end; at++) {
                    if (left < middle && (right == end || from[left] <= from[right])) {
                        into[at] = from[left++];
                    } else {
                        found += middle - left;
                        into[at] = from[right++];
                    }
                }
            }
            int[] swapped = from;
            from = into;
            into = swapped;
        }
        return found;
    }
}
