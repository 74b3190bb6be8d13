package dev.goldpan.run;

import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Course;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.Scored;
import java.util.function.Predicate;

/**
 * What a run is to do.
 *
 * @param algorithm how it searches
 * @param grounds on what
 * @param budget how long
 * @param finish the course that winners are run with in the end; that of the search where nothing is to be run again
 * @param keep how many winners
 * @param forwards network forwards of one evaluation of the denoiser
 * @param look evaluations that a look at a candidate is charged beside its calls: of the losses that read the denoiser's attention,
 *     each of which is one network forward
 * @param enough whether a candidate is so good that nothing more is looked at, beside the budget's own target
 */
public record Plan(Algorithm algorithm, Grounds grounds, Budget budget, Course.Steps finish, int keep, int forwards, int look,
        Predicate<Scored> enough) {
    /** A plan whose looks are charged nothing beside their calls, and which only its budget ends. */
    public Plan(Algorithm algorithm, Grounds grounds, Budget budget, Course.Steps finish, int keep, int forwards) {
        this(algorithm, grounds, budget, finish, keep, forwards, 0, scored -> false);
    }

    /** Whether no score and no clock ends the search, so that a batch may be begun before what the one before it brought is known. */
    boolean stopsByChargeAlone() {
        return budget.target() == null && budget.gain() == null && budget.seconds() == null;
    }

    /** Checks that the parts fit. */
    public Plan {
        if (keep < 1) {
            throw new IllegalArgumentException("keep: " + keep + " is not possible; use 1 or more");
        }
        if (!finish.equals(grounds.course()) && !algorithm.findsNoise()) {
            throw new IllegalArgumentException("search-steps: what this algorithm finds is a way of " + grounds.course().steps()
                    + " steps, which cannot be gone in " + finish.steps() + "; leave --search-steps out, or use an algorithm that"
                    + " finds noise (random, zero-order, ses)");
        }
        if (budget.target() != null && !grounds.objective().isAbsolute()) {
            throw new IllegalArgumentException("until: an ensemble's values are ranks among candidates and reach no target;"
                    + " steer by one verifier");
        }
        if (budget.gain() != null && (!algorithm.isIndependent() || !grounds.objective().isAbsolute())) {
            throw new IllegalArgumentException("gain: what another candidate buys is foreseen only where candidates are independent"
                    + " and one verifier steers: use the algorithm random");
        }
    }
}
