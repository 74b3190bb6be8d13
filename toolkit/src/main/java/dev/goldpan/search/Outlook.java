package dev.goldpan.search;

import dev.goldpan.stats.BestOfN;
import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * What more independent candidates are expected to buy, from the scores there are.
 *
 * <p>The mean best of m drawn from n scores without replacement is known exactly for every m up to n (order statistics). Its growth
 * over the last doubling, from n / 2 to n, is carried one doubling further, shrunk by the ratio of the last two doublings where they
 * shrank. Of one candidate more, {@link #gainOfOne} knows more: how lucky the search was so far. Below {@value #FEWEST} scores nothing is said.
 */
public final class Outlook {
    /** Fewest scores from which anything is said. */
    public static final int FEWEST = 8;

    private final double[] ascending;
    private final int count;
    private BestOfN order; // null until it is asked for

    /** The outlook from {@code scores}; those that are not finite do not count. */
    public Outlook(double[] scores) {
        this.ascending = Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
        this.count = ascending.length;
    }

    /** Whether there are scores enough. */
    public boolean isKnown() {
        return count >= FEWEST;
    }

    /** Mean best of {@code some} of these scores, drawn without replacement. */
    public double best(int some) {
        if (order == null) {
            order = new BestOfN(ascending, ascending);
        }
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

    /**
     * How much another candidate is expected to exceed the best, E[max(0, X - best)]; NaN where that is not known. A search that stops where
     * this falls below the price of a candidate is the best there is where the distribution of X is known (Weitzman, Econometrica 1979).
     * Here its upper part is that of a normal distribution about the median of the scores, as wide as theirs above it; of
     * 64 normal scores it foresees seven tenths of the gain on average. A best that several have is taken for the end of a scale, and says
     * what its growth says.
     */
    public double gainOfOne() {
        if (!isKnown()) {
            return Double.NaN;
        }
        double best = ascending[count - 1];
        if (best == ascending[count - 2]) {
            return gainOfDoubling() / (count * Math.log(2)); // growth with the logarithm of the count
        }
        double median = (ascending[(count - 1) / 2] + ascending[count / 2]) / 2;
        int above = 0;
        double squares = 0;
        for (int i = count - 1; ascending[i] > median; i--) {
            above++;
            squares += (ascending[i] - median) * (ascending[i] - median);
        }
        double width = Math.sqrt(squares / above);
        double far = (best - median) / width;
        double beyond = Erf.erfc(far / Math.sqrt(2)) / 2;
        return 2.0 * above / count * width * (Math.exp(-far * far / 2) / Math.sqrt(2 * Math.PI) - far * beyond);
    }
}
