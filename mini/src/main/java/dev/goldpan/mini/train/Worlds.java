package dev.goldpan.mini.train;

/** Seeds of the scenes that each party sees: what is measured was never trained on, and the judge shares nothing with the rest. */
final class Worlds {
    /** The generator and the verifiers of the search side. */
    static final long TRAINING = 1;
    /** Their held-out scenes. */
    static final long VALIDATION = 2;
    /** The judge's scenes. */
    static final long JUDGE = 101;
    /** Scenes on which the judge's accuracy is measured. */
    static final long JUDGE_TEST = 102;

    private Worlds() {}
}
