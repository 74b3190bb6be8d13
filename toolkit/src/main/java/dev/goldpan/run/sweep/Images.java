package dev.goldpan.run.sweep;

/** Which candidates' pictures a sweep keeps as files. Whatever is dropped can be made again from its recipe. */
public enum Images {
    /** Every finished candidate's. */
    ALL,
    /**
     * The first one's, of those that are the best so far by one of the verifiers or may be chosen by the ensemble that steers, and of
     * final runs: every winner, at every budget.
     */
    BEST,
    /** None. */
    NONE
}
