package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Algorithms;
import dev.goldpan.verify.VerifierNames;
import java.util.List;
import java.util.Map;

/**
 * How candidates are searched for.
 *
 * @param algorithm its name
 * @param set settings of it that are not its usual ones
 * @param verifier what steers
 * @param optimise evaluations of the loss that steers by which each noise is optimised, or 0
 * @param budgets as {@code unit} counts them
 * @param line of the spec
 */
record Way(String algorithm, Map<String, String> set, String verifier, int optimise, List<Long> budgets, Unit unit, int line) {
    /** What budgets count. */
    enum Unit {
        /** Whole candidates. */
        CANDIDATES,
        /** Evaluations of the denoiser. */
        NFE,
        /** Evaluations of a loss, as arXiv 2506.12633 counts: 0 is the plain seed. */
        LOSSES
    }

    Algorithm configured() {
        return Algorithms.configured(algorithm, set);
    }

    /** Whether losses alone steer, so that only the winner becomes a picture. */
    boolean isByNoise() {
        return VerifierNames.members(verifier).stream().allMatch(Losses::isLoss);
    }

    /**
     * A budget in evaluations of the denoiser.
     *
     * @param budget as {@code unit} counts it
     * @param each calls of a whole candidate of the search
     * @param last calls of the winners' final runs that are charged
     * @param pair what a guided call counts as
     */
    long nfe(long budget, long each, long last, int pair) {
        return switch (unit) {
            case NFE -> budget;
            case CANDIDATES -> (budget * each + last) * pair;
            case LOSSES -> {
                int looks = Math.max(1, optimise);
                yield Math.max(1, (budget + looks - 1) / looks) * looks + last * pair; // a look at noise is no pair
            }
        };
    }
}
