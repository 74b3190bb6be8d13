package dev.goldpan.run.sweep;

import dev.goldpan.run.Listener;

/** Who is told how a sweep goes. */
public interface SweepListener extends Listener {
    /**
     * An item begins, or goes on.
     *
     * @param place of it, from 0
     * @param of items
     * @param nfe that the items before it were charged or were allowed
     */
    default void begins(WorkItem item, int place, int of, long nfe) {}

    /**
     * Losses were asked about noises of a bank whose pictures are there.
     *
     * @param done noises, those of earlier times included
     * @param of noises
     */
    default void asked(WorkItem item, long done, long of) {}
}
