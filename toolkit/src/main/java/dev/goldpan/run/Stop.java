package dev.goldpan.run;

/**
 * Why a search stopped.
 *
 * @param cause in a word
 * @param reason in a sentence, for people
 */
public record Stop(Cause cause, String reason) {
    /** Causes. */
    public enum Cause {
        /** The algorithm has nothing more to ask. */
        FINISHED,
        /** Another evaluation would pass a limit. */
        BUDGET,
        /** The target is reached. */
        TARGET,
        /** Another candidate is not expected to buy enough. */
        PLATEAU,
        /** Somebody asked it to. */
        CANCELLED
    }
}
