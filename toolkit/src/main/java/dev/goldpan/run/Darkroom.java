package dev.goldpan.run;

import dev.goldpan.search.Outcome;

/** Makes files of finished candidates' pictures. */
@FunctionalInterface
public interface Darkroom {
    /** Keeps no file. */
    Darkroom NONE = (outcome, width) -> null;

    /**
     * Makes the file of one picture.
     *
     * @param outcome a finished candidate
     * @param width rows of the batches it was made in
     * @return the file, or null where none is kept
     */
    Entry.Picture develop(Outcome outcome, int width);
}
