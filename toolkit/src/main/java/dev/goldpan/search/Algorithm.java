package dev.goldpan.search;

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

    /** Whether its candidates are drawn independently of each other, so that more of them can be foreseen. */
    default boolean isIndependent() {
        return false;
    }
}
