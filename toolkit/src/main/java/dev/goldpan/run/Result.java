package dev.goldpan.run;

import dev.goldpan.search.Cost;
import java.util.List;

/**
 * What a run found.
 *
 * @param ranked every candidate that came as far as any, from best to worst
 * @param winners the best of them, finished, from best to worst
 * @param cost of the search
 * @param finalCost of the winners' final runs
 * @param candidates looked at
 * @param failures scores that a verifier failed to give
 * @param failure why the first of them is missing, after the name of who failed; null where none is
 * @param scored whether what steers has scored the best
 * @param stopped why it stopped
 */
public record Result(List<Entry> ranked, List<Entry> winners, Cost cost, Cost finalCost, int candidates, int failures, String failure,
        boolean scored, Stop stopped) {
    /** Copies the lists. */
    public Result {
        ranked = List.copyOf(ranked);
        winners = List.copyOf(winners);
    }
}
