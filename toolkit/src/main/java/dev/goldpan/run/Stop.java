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
        /** What steers gives no scores; what the run has is kept, and it can be gone on with. */
        NO_SCORES,
        /** Somebody asked it to. */
        CANCELLED;

        /** Whether a run that stopped so has come to its end, so that nothing is left to go on with. */
        public boolean isEnd() {
            return this != NO_SCORES && this != CANCELLED;
        }
    }
}
