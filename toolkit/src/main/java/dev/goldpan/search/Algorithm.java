package dev.goldpan.search;

import java.util.Set;

/** A way to search, with its settings: a record whose components are the settings' names. */
public interface Algorithm {
    /**
     * Begins a search.
     *
     * @throws IllegalArgumentException where this algorithm cannot search on such grounds, saying what to change
     */
    Search begin(Grounds grounds);

    /** Whether what it finds is noise, which may then be finished in another number of steps than it was searched with. */
    default boolean findsNoise() {
        return true;
    }

    /** How many candidates it asks for at a time, or 0 where it takes any number. */
    default int together() {
        return 0;
    }

    /** Calls of whole trajectories whose latents it will come back to, though nothing is looked at there. */
    default Set<Integer> stations(Grounds grounds) {
        return Set.of();
    }

    /**
     * Whether it asks for the same candidates in the same order whatever the budget is, each of them finished, so that a run at a large
     * budget tells what any smaller one would have found.
     */
    default boolean isAnytime() {
        return false;
    }

    /** Evaluations of the denoiser that going back through one call of it is charged as, where gradients are wanted. */
    default int backwardNfe() {
        return 0;
    }

    /** Whether its candidates are drawn independently of each other, so that more of them can be foreseen. */
    default boolean isIndependent() {
        return false;
    }
}
