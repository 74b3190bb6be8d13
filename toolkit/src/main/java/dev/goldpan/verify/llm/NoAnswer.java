package dev.goldpan.verify.llm;

import java.time.Duration;

/** Why there is no answer, in one line, and whether it is worth asking again. */
public final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    /** What may be hoped for. */
    enum Hope {
        /** The same question may be answered next time. */
        AGAIN,
        /** Not this question, but others. */
        OTHERS,
        /** No question any more. */
        NONE
    }

    private final Hope hope;
    private final transient Duration wait;

    private NoAnswer(String why, Hope hope, Duration wait) {
        super(why, null, false, false);
        this.hope = hope;
        this.wait = wait;
    }

    /** Ask again, not before {@code wait}; null where the server does not say. */
    static NoAnswer again(String why, Duration wait) {
        return new NoAnswer(why, Hope.AGAIN, wait);
    }

    /** Not this question. */
    static NoAnswer toThis(String why) {
        return new NoAnswer(why, Hope.OTHERS, null);
    }

    /** Nothing more is to be hoped for. */
    static NoAnswer ever(String why) {
        return new NoAnswer(why, Hope.NONE, null);
    }

    Hope hope() {
        return hope;
    }

    /** How long the server wants to be left alone, or null. */
    Duration wanted() {
        return wait;
    }
}
