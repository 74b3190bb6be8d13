package dev.goldpan.guide;

/** Where a paper and its released code differ: which of the two. */
public enum Variant {
    /** As the authors' code computes it; what published pictures were made with. */
    CODE,
    /** As the paper writes it. */
    PAPER
}
