package dev.goldpan.run;

import dev.goldpan.search.Outcome;
import java.util.Collections;
import java.util.List;

/** Makes files of finished candidates' pictures. */
@FunctionalInterface
public interface Darkroom {
    /** Keeps no file. */
    Darkroom NONE = (finished, width) -> Collections.nCopies(finished.size(), null);

    /**
     * Makes the files of one batch's pictures.
     *
     * @param finished candidates that have a picture, in the order of the batch
     * @param width rows of the batches they were made in
     * @return their files, in the same order; null for those of which none is kept
     */
    List<Entry.Picture> develop(List<Outcome> finished, int width);
}
