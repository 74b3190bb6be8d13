package dev.goldpan.search;

/**
 * How much a search may spend, and when it has found enough. What is null is not limited. A limit is never exceeded: an evaluation
 * that would pass it is not begun, and what the final run of the winner will take is set aside from the beginning.
 *
 * @param nfe evaluations of the denoiser, as charged
 * @param forwards forwards of the network, as charged: two for each evaluation with guidance
 * @param candidates looked at
 * @param seconds of wall-clock time; an evaluation is not begun if, at the slowest rate seen, it would end later
 * @param target value at which the search has found enough
 * @param gain expected gain of another candidate below which it is not worth looking
 * @param finalCharged whether the limits include the final run of the winner, as the x axes of Ma et al. do
 * @param pair evaluations that a guided pair counts as: 1, as in Ma et al., or 2
 */
public record Budget(Long nfe, Long forwards, Integer candidates, Double seconds, Double target, Double gain, boolean finalCharged,
        int pair) {
    /** Checks the ranges. */
    public Budget {
        positive("nfe", nfe);
        positive("forwards", forwards);
        positive("candidates", candidates);
        positive("seconds", seconds);
        if (gain != null && !(gain >= 0)) {
            throw new IllegalArgumentException("gain: " + gain + " is negative");
        }
        if (pair != 1 && pair != 2) {
            throw new IllegalArgumentException("pair: a guided pair counts as 1 evaluation or as 2, not as " + pair);
        }
        if (nfe == null && forwards == null && candidates == null && seconds == null && target == null && gain == null) {
            throw new IllegalArgumentException("budget: a search needs an end; give --budget, --nfe, --seconds or --until");
        }
    }

    /** At most {@code nfe} evaluations, the final run included. */
    public static Budget ofNfe(long nfe) {
        return new Budget(nfe, null, null, null, null, null, true, 1);
    }

    private static void positive(String option, Number value) {
        if (value != null && !(value.doubleValue() > 0)) {
            throw new IllegalArgumentException(option + ": " + value + " is not positive");
        }
    }

    /**
     * What was spent or would be.
     *
     * @param nfe evaluations charged, as this budget counts pairs
     * @param forwards network forwards charged
     * @param candidates looked at
     * @param seconds taken
     */
    public record Spend(long nfe, long forwards, long candidates, double seconds) {
        /** Both together. */
        public Spend plus(Spend other) {
            return new Spend(nfe + other.nfe, forwards + other.forwards, candidates + other.candidates, seconds + other.seconds);
        }
    }

    /** What {@code evaluations} come to where each is {@code forwardsEach} network forwards. */
    public Spend spend(long evaluations, int forwardsEach, long candidatesSeen, double secondsTaken) {
        return new Spend(evaluations * (forwardsEach > 1 ? pair : 1), evaluations * forwardsEach, candidatesSeen, secondsTaken);
    }

    /**
     * How many candidates its {@link #nfe} pays for; any number where it has none.
     *
     * @param calls of the denoiser that each takes
     * @param guided whether each call is a guided pair
     */
    public long pays(int calls, boolean guided) {
        return nfe == null ? Long.MAX_VALUE : nfe / ((long) calls * (guided ? pair : 1));
    }

    /** The limit that {@code spend} passes, in words, or null where it passes none. */
    public String passed(Spend spend) {
        if (nfe != null && spend.nfe > nfe) {
            return nfe + " evaluations of the denoiser";
        } else if (forwards != null && spend.forwards > forwards) {
            return forwards + " network forwards";
        } else if (candidates != null && spend.candidates > candidates) {
            return candidates + " candidates";
        }
        return seconds != null && spend.seconds > seconds ? seconds + " seconds" : null;
    }
}
