package dev.goldpan.search;

import java.util.List;

/**
 * A search on its way. The same scores told in the same order make it ask for the same candidates: it draws no random number that
 * has no address and looks at no clock, which is what makes a run resumable and a result repeatable.
 */
public interface Search {
    /** The candidates it wants to see next; none when it has finished. Called again only after {@link #tell}. */
    List<Candidate> ask();

    /** What became of the candidates that were asked for: all of them, in their order. */
    void tell(List<Scored> results);

    /** Whether what was asked for last shall come with its gradient, see {@link Scored#gradient}; that is charged. */
    default boolean wantsGradients() {
        return false;
    }
}
