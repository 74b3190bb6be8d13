package dev.goldpan.verify.llm;

import java.util.Locale;

/**
 * What was spent, and what may be: a call is only made where its estimated tokens still fit. What the server says a call took replaces
 * the estimate; where it says nothing (no answer in time), the estimate stays charged.
 */
public final class Spending {
    private static final double MILLION = 1e6;

    private final LlmAddress.Limits limits;
    private long calls;
    private long in;
    private long out;
    private Spent taken = Spent.NOTHING;

    Spending(LlmAddress.Limits limits) {
        this.limits = limits;
    }

    /** Tokens read and written. */
    record Tokens(long in, long out) {}

    /** Charges a call before it is made. @throws NoAnswer if it does not fit */
    synchronized void reserve(Tokens estimate) throws NoAnswer {
        if (calls + 1 > limits.calls()) {
            throw NoAnswer.ever("the limit of " + limits.calls() + " calls is reached (calls=)");
        }
        if (in + out + estimate.in + estimate.out > limits.tokens()) {
            throw NoAnswer.ever("the limit of " + limits.tokens() + " tokens is reached (tokens=)");
        }
        if (Double.isFinite(limits.euros()) && euros(in + estimate.in, out + estimate.out) > limits.euros()) {
            throw NoAnswer.ever(String.format(Locale.ROOT, "the limit of %.2f euros is reached (euros=)", limits.euros()));
        }
        calls++;
        in += estimate.in;
        out += estimate.out;
    }

    /** Replaces an estimate by what the call took. */
    synchronized void settle(Tokens estimate, Tokens taken) {
        in += taken.in - estimate.in;
        out += taken.out - estimate.out;
    }

    /** All of it so far. */
    public synchronized Spent spent() {
        return new Spent(calls, in, out, euros(in, out));
    }

    /** What was spent since this was last asked, so that each part is written down once. */
    public synchronized Spent take() {
        Spent since = spent().minus(taken);
        taken = spent();
        return since;
    }

    private double euros(long read, long written) {
        return (read * limits.eurosIn() + written * limits.eurosOut()) / MILLION;
    }
}
