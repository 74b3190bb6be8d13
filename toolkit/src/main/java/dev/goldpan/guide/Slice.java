package dev.goldpan.guide;

import java.util.Locale;

/** Which columns of the cross-attention share out a pixel's attention. */
public enum Slice {
    /** All but the first and the last place: end token and padding take part. What every released code does for SD1. */
    INNER,
    /** The prompt's own tokens only. Attend-and-Excite on SD2, where end token and padding take most of the attention. */
    WORDS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Columns taken, from column 1 on. */
    long length(long tokens, TokenGroups groups) {
        return this == WORDS ? groups.words() : tokens - 2;
    }
}
