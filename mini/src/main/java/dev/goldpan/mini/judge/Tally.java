package dev.goldpan.mini.judge;

import dev.goldpan.stats.Interval;
import dev.goldpan.stats.Proportion;
import java.util.Locale;

/** How often a yes and a no were rightly told. */
final class Tally {
    private final int[] asked = new int[2];
    private final int[] right = new int[2];

    void add(boolean truth, boolean answer) {
        int row = truth ? 0 : 1;
        asked[row]++;
        right[row] += truth == answer ? 1 : 0;
    }

    /** Part of all that was rightly told, 0 to 1; not a number where nothing was asked. */
    double accuracy() {
        return (double) (right[0] + right[1]) / (asked[0] + asked[1]);
    }

    /** Agreement beyond chance (Cohen, 1960): 1 for all, 0 for what the two rates of yes give alone. */
    double kappa() {
        double n = asked[0] + asked[1];
        double saidYes = right[0] + asked[1] - right[1];
        double chance = (asked[0] * saidYes + asked[1] * (n - saidYes)) / (n * n);
        return (accuracy() - chance) / (1 - chance);
    }

    int yes() {
        return asked[0];
    }

    int all() {
        return asked[0] + asked[1];
    }

    /** 95 % interval of the accuracy, in per cent, as a text. */
    String interval() {
        Interval interval = Proportion.of(right[0] + right[1], all());
        return String.format(Locale.ROOT, "%.1f to %.1f", 100 * interval.low(), 100 * interval.high());
    }

    /** Part of all that was rightly told, as a text. */
    String told() {
        return part(right[0] + right[1], asked[0] + asked[1]);
    }

    /** Cells of a table: asked with yes, of which told, asked with no, of which told, accuracy. */
    String cells() {
        return String.format(Locale.ROOT, "%d | %s | %d | %s | %s", asked[0], part(right[0], asked[0]), asked[1],
                part(right[1], asked[1]), told());
    }

    private static String part(int some, int all) {
        return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * some / all);
    }
}
