package dev.goldpan.run;

import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Recipe;
import java.util.List;

/**
 * Candidates that were evaluated together: what a journal keeps or does not keep, never half of it.
 *
 * @param isFinal whether they are winners run with the final steps
 * @param entries the candidates; their order is their row
 * @param cost of all of them
 */
public record Batch(boolean isFinal, List<Entry> entries, Cost cost) {
    /** Copies the list. */
    public Batch {
        entries = List.copyOf(entries);
    }

    /** The candidates alone. */
    List<Candidate> candidates() {
        return entries.stream().map(entry -> entry.scored().candidate()).toList();
    }

    /** What was asked for: where noise was optimised, the noise that it began with. */
    List<Candidate> asked() {
        return candidates().stream().map(Batch::asked).toList();
    }

    static Candidate asked(Candidate candidate) {
        return candidate.recipe() instanceof Recipe.Optimised made ? new Candidate(made.of(), candidate.course(), candidate.calls())
                : candidate;
    }
}
