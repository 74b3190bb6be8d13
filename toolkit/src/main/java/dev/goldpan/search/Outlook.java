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

    private final int count;
    private final BestOfN order; // null where there is no score

    /** The outlook from {@code scores}; those that are not finite do not count. */
    public Outlook(double[] scores) {
        double[] finite = Arrays.stream(scores).filter(Double::isFinite).toArray();
        this.count = finite.length;
        this.order = count == 0 ? null : new BestOfN(finite, finite);
    }

    /** Whether there are scores enough. */
    public boolean isKnown() {
        return count >= FEWEST;
    }

    /** Mean best of {@code some} of these scores, drawn without replacement. */
    public double best(int some) {
        return order.at(some);
    }

    /** How much higher the best is expected to be after as many candidates again; NaN where that is not known. */
    public double gainOfDoubling() {
        if (!isKnown()) {
            return Double.NaN;
        }
        double last = best(count) - best(count / 2);
        double before = best(count / 2) - best(count / 4);
        return before > 0 ? last * Math.min(1, last / before) : 0;
    }

    /** How much higher the best is expected to be after one candidate more; NaN where that is not known. */
    public double gainOfOne() {
        return gainOfDoubling() / (count * Math.log(2)); // growth with the logarithm of the count
    }

    /** Whether another candidate is known not to be worth {@code gain}: a search has reached its plateau. */
    public boolean isPoorerThan(double gain) {
        return isKnown() && gainOfOne() < gain;
    }
}
