package dev.goldpan.mini;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a task of minutes or hours is, on standard error: a bar on a terminal, else (a log) a line every half a minute, and the last. */
public final class Progress implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final String task;
    private final long total;
    private final PrintStream log;
    private final LongSupplier clock;
    private final ProgressBar bar; // null where there is no terminal
    private long done;
    private long told; // when the last line was written
    private String more = "";
    private boolean isTold = true;

    /** A task of which {@code first} of {@code total} steps are done. */
    public Progress(String task, long first, long total) {
        this(task, first, total, System.err, Integer.getInteger("goldpan.columns", 0) > 0, System::nanoTime);
    }

    Progress(String task, long first, long total, PrintStream log, boolean isTerminal, LongSupplier clock) {
        this.task = task;
        this.total = total;
        this.log = log;
        this.clock = clock;
        this.done = first;
        this.told = clock.getAsLong();
        this.bar = !isTerminal ? null
                : new ProgressBarBuilder().setTaskName(task).setInitialMax(total).startsFrom(first, Duration.ZERO).build();
    }

    /** Says that {@code steps} more are done. */
    public void step(long steps) {
        done += steps;
        isTold = false;
        if (bar != null) {
            bar.stepTo(done);
        } else if (clock.getAsLong() - told >= BETWEEN_LINES.toNanos()) {
            tell();
        }
    }

    /** What stands beside the number from now on. */
    public void say(String text) {
        more = ", " + text;
        if (bar != null) {
            bar.setExtraMessage(" " + text);
        }
    }

    private void tell() {
        log.println(task + " " + done + "/" + total + more);
        told = clock.getAsLong();
        isTold = true;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        } else if (!isTold) {
            tell();
        }
    }
}
