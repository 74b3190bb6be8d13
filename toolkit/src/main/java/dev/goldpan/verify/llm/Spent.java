package dev.goldpan.verify.llm;

import java.util.Locale;

/**
 * What asking a language model cost.
 *
 * @param calls made, those that failed included
 * @param read tokens
 * @param written tokens
 * @param euros NaN where the prices are not known
 */
public record Spent(long calls, long read, long written, double euros) {
    /** Nothing. */
    public static final Spent NOTHING = new Spent(0, 0, 0, 0);

    /** This and {@code other}. */
    public Spent plus(Spent other) {
        return new Spent(calls + other.calls, read + other.read, written + other.written, euros + other.euros);
    }

    /** This without {@code before}. */
    public Spent minus(Spent before) {
        return new Spent(calls - before.calls, read - before.read, written - before.written, euros - before.euros);
    }

    /** In one line, with the limits of one process. */
    public String told(LlmAddress.Limits limits) {
        return String.format(Locale.ROOT, "%d calls, %d tokens read, %d written%s; limits of one process: %d calls, %d tokens%s", calls,
                read, written, Double.isNaN(euros) ? "" : String.format(Locale.ROOT, ", %.4f euros", euros), limits.calls(),
                limits.tokens(),
                Double.isFinite(limits.euros()) ? String.format(Locale.ROOT, ", %.2f euros", limits.euros()) : "");
    }
}
