package dev.goldpan.search;

import java.util.List;
import java.util.Map;

/** Brings candidates about and has them scored. */
public interface Evaluator extends AutoCloseable {
    /** How many candidates go together; the size of every batch of the denoiser. */
    int width();

    /**
     * Makes {@code candidates} and asks verifiers about them. A verifier that fails is a score that says so, not an exception.
     *
     * @param candidates {@link #width} of them at most; their order is their row
     * @param gradients whether the gradient of what steers is wanted too; candidates are finished trajectories of noise then
     * @return what becomes of them; its {@link Underway#end} must be called once, before that of any batch begun later
     */
    Underway begin(List<Candidate> candidates, boolean gradients);

    /** Begins and ends at once, see {@link #begin}. */
    default Evaluated evaluate(List<Candidate> candidates, boolean gradients) {
        return begin(candidates, gradients).end();
    }

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

    /** Candidates that are made. */
    interface Underway {
        /** Whether verifiers that work elsewhere may still be thinking, so that the next batch may be begun meanwhile. */
        boolean isWaiting();

        /** Waits for the verifiers. */
        Evaluated end();

        /** Candidates that nobody has to be waited for. */
        static Underway ended(Evaluated evaluated) {
            return new Underway() {
                @Override
                public boolean isWaiting() {
                    return false;
                }

                @Override
                public Evaluated end() {
                    return evaluated;
                }
            };
        }
    }

    /**
     * Candidates evaluated together.
     *
     * @param outcomes one for each, in their order
     * @param cost of all of them, charging nothing yet
     */
    record Evaluated(List<Outcome> outcomes, Cost cost) {}
}
