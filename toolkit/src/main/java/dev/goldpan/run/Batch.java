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

    /** Whether this is what became of {@code wanted}, or of noises that were optimised before they were looked at. */
    boolean answers(List<Candidate> wanted) {
        return candidates().equals(wanted) || candidates().stream().map(Batch::origin).toList().equals(wanted);
    }

    private static Candidate origin(Candidate candidate) {
        return candidate.recipe() instanceof Recipe.Optimised made ? new Candidate(made.of(), candidate.course(), candidate.calls())
                : candidate;
    }
}
