package dev.goldpan.verify;

import dev.goldpan.text.Prompt;
import java.util.List;
import java.util.Set;

/**
 * Scores candidates; higher is better, always. What is small when it is good (a distance, a file size) is negated, and
 * {@link VerifierInfo#unit()} says so.
 *
 * <p>The same evidence gets the same score, whatever else is in the list where {@link VerifierInfo#scope()} is a point. Calls
 * from several threads may overlap unless an implementation says otherwise.
 */
public interface Verifier extends AutoCloseable {
    /** What this verifier is, needs and gives. */
    VerifierInfo info();

    /**
     * One score per candidate, in the order of {@code shown}.
     *
     * <p>A candidate that cannot be scored gets {@link Score#failed}; an exception means that nothing in the list was scored.
     *
     * @param shown candidates with everything {@link VerifierInfo#needs()} asks for; for a pool, all candidates to be compared
     */
    List<Score> score(List<Evidence> shown);

    /**
     * Fails where no picture of {@code prompt} could be scored, so that none is made for nothing.
     *
     * @throws IllegalArgumentException with the reason in one line
     */
    default void checkPrompt(Prompt prompt) {}

    /** Whether it gives up by itself on a candidate that takes too long, so that nobody has to watch over it. */
    default boolean keepsTime() {
        return false;
    }

    /**
     * Whether it mostly waits for another process or machine, so that the next candidates may be made while it thinks. It is asked
     * one list after the other all the same, but for candidates of a list that it threw at, which are asked about one by one.
     */
    default boolean worksElsewhere() {
        return false;
    }

    /** Releases networks and processes. */
    @Override
    default void close() {}

    /** Brings verifiers of others: a jar that names an implementation in {@code META-INF/services} is found. */
    interface Provider {
        /** The names that users write for what there is in the jar. */
        Set<String> names();

        /**
         * Opens one; the caller closes it.
         *
         * @param name one of {@link #names}, which its {@link VerifierInfo#name} must be too
         * @param at where networks lie and run
         */
        Verifier open(String name, Verifiers at);
    }
}
