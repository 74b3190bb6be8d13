package dev.goldpan.search;

import java.util.List;
import java.util.Map;

/** Brings candidates about and has them scored. */
public interface Evaluator extends AutoCloseable {
    /** How many candidates go together; the size of every batch of the denoiser. */
    int width();

    /**
     * Evaluates {@code candidates}. A verifier that fails is a score that says so, not an exception.
     *
     * @param candidates {@link #width} of them at most; their order is their row
     * @param gradients whether the gradient of what steers is wanted too; candidates are finished trajectories of noise then
     */
    Evaluated evaluate(List<Candidate> candidates, boolean gradients);

    /** Says that an earlier process evaluated {@code candidates} together. */
    void remember(List<Candidate> candidates);

    /**
     * Makes a candidate again.
     *
     * @param rows as its {@link Outcome} had them
     */
    Outcome again(Candidate candidate, List<Map<Integer, Integer>> rows);

    @Override
    void close();

    /**
     * Candidates evaluated together.
     *
     * @param outcomes one for each, in their order
     * @param cost of all of them, charging nothing yet
     */
    record Evaluated(List<Outcome> outcomes, Cost cost) {}
}
