package dev.goldpan.guide;

import java.util.Locale;

/** Where a paper and its released code differ: which of the two. */
public enum Variant {
    /** As the authors' code computes it; what published pictures were made with. */
    CODE,
    /** As the paper writes it. */
    PAPER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
