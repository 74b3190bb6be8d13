package dev.goldpan.run.sweep;

/** Which candidates' pictures a sweep keeps as files. Whatever is dropped can be made again from its recipe. */
public enum Images {
    /** Every finished candidate's. */
    ALL,
    /** The first one's, and of those that are the best so far by one of the verifiers: every winner, at every budget. */
    BEST,
    /** None. */
    NONE
}
