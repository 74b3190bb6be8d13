package dev.goldpan.report;

import dev.goldpan.stats.Interval;
import java.util.Locale;

/** How numbers of a measure are written. Answers of the judge are shares, in per cent; scores are plain. */
record Reading(boolean isShare) {
    private static final double PER_CENT = 100;

    String of(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return isShare ? String.format(Locale.ROOT, "%.1f %%", PER_CENT * value) : String.format(Locale.ROOT, "%.4f", value);
    }

    String of(Interval interval) {
        return of(interval.mean()) + (Double.isNaN(interval.low()) ? "" : " (" + bare(interval.low()) + " to " + bare(interval.high())
                + ")");
    }

    /** A difference, with its sign. */
    String gain(Interval interval) {
        return (interval.mean() >= 0 ? "+" : "") + of(interval);
    }

    private String bare(double value) {
        return isShare ? String.format(Locale.ROOT, "%.1f", PER_CENT * value) : String.format(Locale.ROOT, "%.4f", value);
    }
}
