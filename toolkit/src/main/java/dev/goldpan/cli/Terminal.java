package dev.goldpan.cli;

import java.io.PrintStream;

/**
 * Where a verb speaks: results go to {@code out}, whatever is about them to {@code err}.
 *
 * @param out results, for people or (with --json) for programs
 * @param err remarks, warnings, progress
 * @param columns width of the screen behind {@code err}; 0 where there is none
 */
record Terminal(PrintStream out, PrintStream err, int columns) {
    /** A line about the work, marked as ours. */
    void say(String line) {
        err.println("goldpan: " + line);
    }

    /** The stack trace of {@code thrown}. */
    void trace(Throwable thrown) {
        thrown.printStackTrace(err);
    }

    /** A display for {@code task}, of {@code total} steps, which begins now. */
    Progress progress(String task, long total) {
        return new Progress(this, task, total, "", false);
    }

    /** A display for what is told about as it goes. @param total 0 where nobody knows how many steps @param unit of a step, or empty */
    Progress telling(String task, long total, String unit) {
        return new Progress(this, task, total, unit, true);
    }
}
