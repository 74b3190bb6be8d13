package dev.goldpan.report;

import dev.goldpan.stats.Interval;
import java.util.Locale;

/** How numbers of a measure are written. Answers of the judge are shares, in per cent; scores and marks are plain. */
record Reading(boolean isShare) {
    private static final double PER_CENT = 100;
    private static final String NOTHING = "–";

    String of(double value) {
        if (Double.isNaN(value)) {
            return NOTHING;
        }
        return bare(value) + (isShare ? " %" : "");
    }

    String of(Interval interval) {
        return of(interval.mean()) + (Double.isNaN(interval.low()) ? "" : " (" + bare(interval.low()) + " to " + bare(interval.high())
                + ")");
    }

    /** A difference, with its sign. */
    String gain(Interval interval) {
        String told = of(interval);
        return told.startsWith("-") || told.startsWith(NOTHING) ? told : "+" + told;
    }

    /** Without what it is of; what is rounded to nothing has no sign. */
    private String bare(double value) {
        String told = isShare ? String.format(Locale.ROOT, "%.1f", PER_CENT * value) : String.format(Locale.ROOT, "%.4f", value);
        return told.matches("-0\\.0+") ? told.substring(1) : told;
    }
}
