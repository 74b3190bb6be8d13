package dev.goldpan.cli;

import dev.goldpan.run.Progress;
import dev.goldpan.run.sweep.Price;
import dev.goldpan.run.sweep.SweepListener;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.WorkItem;
import java.util.Locale;

/** Shows how a sweep goes. */
final class SweepDisplay implements SweepListener, AutoCloseable {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private final Terminal terminal;
    private dev.goldpan.cli.Progress bar;
    private long before;
    private String now = "";

    SweepDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Says what the rest of {@code plan} costs. */
    void price(SweepPlan plan, Price price) {
        int done = plan.work().size() - price.searches();
        String searches = price.searches() == 0 ? "" : String.format(Locale.ROOT,
                "%d searches%s, at most %d NFE, about %d forwards of the network, ", price.searches(),
                done == 0 ? "" : " (and " + done + " are done already)", price.nfe(), price.forwards());
        String losses = price.noises() == 0 ? "" : "losses of " + price.noises() + " noises, which take one pass each and no picture, ";
        terminal.say(plan.name() + ": " + searches + losses + "about " + duration(price.seconds()));
        price.paid().forEach((name, pictures) -> terminal.say(SearchPlan.shown(name, pictures)));
    }

    /** Begins to count evaluations up to {@code nfe}. */
    void begins(long nfe) {
        bar = terminal.progress("sweeping", Math.max(1, nfe));
    }

    static String duration(double seconds) {
        return seconds < 2 * MINUTE ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 2 * HOUR ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
                        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
    }

    @Override
    public void begins(WorkItem item, int place, int of, long nfe) {
        before = nfe;
        now = place + 1 + "/" + of + " " + item.spec().algorithm() + " “" + item.spec().prompt().text() + "”";
    }

    @Override
    public void evaluated(Progress progress) {
        if (bar != null) {
            bar.at(before + progress.spent().nfe(), now);
        }
    }

    @Override
    public void asked(WorkItem item, long done, long of) {
        if (bar != null) {
            bar.at(before + item.nfe(), now + ", losses of noise " + done + "/" + of);
        }
    }

    @Override
    public void warns(String line) {
        terminal.say("warning: " + line);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
