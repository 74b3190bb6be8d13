package dev.goldpan.verify;

/**
 * What a verifier says about one candidate: a finite value, or the reason why there is none.
 *
 * @param value the score; higher is better; NaN where there is none
 * @param failure one line for people, or null where there is a value
 */
public record Score(double value, String failure) {
    /** Checks that there is one of the two. */
    public Score {
        if (failure == null ? !Double.isFinite(value) : !Double.isNaN(value)) {
            throw new IllegalArgumentException("a score is a finite value or a failure, found " + value + " and " + failure);
        }
    }

    /** The score {@code value}; a failure where that is not a finite number. */
    public static Score of(double value) {
        return Double.isFinite(value) ? new Score(value, null) : failed("the score is " + value);
    }

    /** No score, because of {@code reason}. */
    public static Score failed(String reason) {
        return new Score(Double.NaN, reason);
    }

    /** Whether there is no value. */
    public boolean failed() {
        return failure != null;
    }
}
