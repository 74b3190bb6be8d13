package dev.goldpan.model;

/** Who is told how a run goes. Calls come from the thread that runs. */
public interface Watcher {
    /** A part of the work begins: {@code total} steps of {@code task}. Ends when the next begins, or with the run. */
    default void begins(String task, long total) {}

    /** {@code done} steps of it lie behind. */
    default void at(long done) {}

    /** Something that the user should know, in one line. */
    default void warns(String line) {}

    /** An image is finished. */
    default void made(Picture picture) {}
}
