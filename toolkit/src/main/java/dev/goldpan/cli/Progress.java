package dev.goldpan.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a task is, on standard error. Nothing shows in the first second; then a terminal gets a bar and anything else (a log)
 * a line now and then.
 */
final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);
    private static final int NARROWEST = 40;
    private static final int WIDE = 120;

    private final Terminal terminal;
    private final String task;
    private final long total;
    private final String unit;
    private final boolean isTold;
    private final long begun = System.nanoTime();
    private long spoken = begun;
    private ProgressBar bar;

    /**
     * A task that begins now.
     *
     * @param total steps of it, or 0 where nobody knows
     * @param unit of a step, or empty
     * @param isTold whether more is said about the steps, which needs room on a narrow screen
     */
    Progress(Terminal terminal, String task, long total, String unit, boolean isTold) {
        this.terminal = terminal;
        this.task = task;
        this.total = total;
        this.unit = unit.isEmpty() ? "" : " " + unit;
        this.isTold = isTold;
    }

    /** Says that {@code done} steps lie behind. */
    void at(long done) {
        at(done, "");
    }

    /** Says that {@code done} steps lie behind, and {@code more} about them. */
    void at(long done, String more) {
        if (terminal.columns() > 0) {
            if (bar == null && since(begun).compareTo(PATIENCE) > 0) {
                bar = bar();
            }
            if (bar != null) {
                bar.setExtraMessage(more);
                bar.stepTo(done);
            }
        } else if (since(spoken).compareTo(spoken == begun ? PATIENCE : BETWEEN_LINES) > 0) {
            spoken = System.nanoTime();
            terminal.say(task + " " + done + (total > 0 ? "/" + total : "") + unit + (more.isEmpty() ? "" : ", " + more));
        }
    }

    private ProgressBar bar() {
        ProgressBarBuilder bar = ProgressBar.builder().setTaskName(task).setInitialMax(total > 0 ? total : -1).setUnit(unit, 1)
                .startsFrom(0, since(begun)).setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), Math.max(NARROWEST, terminal.columns() - 1)));
        return (isTold && terminal.columns() < WIDE ? bar.hideEta() : bar).build();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
