package dev.goldpan.search;

import dev.goldpan.stats.BestOfN;
import java.util.Arrays;

/**
 * What more independent candidates are expected to buy, from the scores there are.
 *
 * <p>The mean best of m drawn from n scores without replacement is known exactly for every m up to n (order statistics). Its growth
 * over the last doubling, from n / 2 to n, is carried one doubling further, shrunk by the ratio of the last two doublings where they
 * shrank. No distribution is assumed; below {@value #FEWEST} scores nothing is said.
 */
public final class Outlook {
    /** Fewest scores from which anything is said. */
    public static final int FEWEST = 8;

    private final double[] ascending;

    /** The outlook from {@code scores}; those that are not finite do not count. */
    public Outlook(double[] scores) {
        this.ascending = Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
    }

    /** Whether there are scores enough. */
    public boolean isKnown() {
        return ascending.length >= FEWEST;
    }

    /** Mean best of {@code count} of these scores, drawn without replacement. */
    public double best(int count) {
        return new BestOfN(ascending, ascending).at(count);
    }

    /** How much higher the best is expected to be after as many candidates again; NaN where that is not known. */
    public double gainOfDoubling() {
        if (!isKnown()) {
            return Double.NaN;
        }
        int n = ascending.length;
        double last = best(n) - best(n / 2);
        double before = best(n / 2) - best(n / 4);
        return before > 0 ? last * Math.min(1, last / before) : 0;
    }

    /** How much higher the best is expected to be after one candidate more; NaN where that is not known. */
    public double gainOfOne() {
        return gainOfDoubling() / (ascending.length * Math.log(2)); // growth with the logarithm of the count
    }
}
