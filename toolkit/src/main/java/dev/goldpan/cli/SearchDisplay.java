package dev.goldpan.cli;

import dev.goldpan.run.Listener;
import dev.goldpan.run.Progress;
import dev.goldpan.run.Spec;
import dev.goldpan.search.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows how a search goes: spend, best so far, and what another doubling is expected to buy. */
final class SearchDisplay implements Listener, AutoCloseable {
    private final Terminal terminal;
    private final List<String> warnings = new ArrayList<>();
    private dev.goldpan.cli.Progress bar;
    private Spec spec;

    SearchDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Begins to show the search for {@code asked}. */
    void begins(Spec asked) {
        spec = asked;
        Limit limit = limit(asked.budget(), new Budget.Spend(0, 0, 0, 0));
        bar = terminal.telling("searching", limit.most, limit.unit);
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void evaluated(Progress progress) {
        if (bar != null) {
            Limit limit = limit(spec.budget(), progress.spent());
            bar.at(limit.most > 0 ? Math.min(limit.most, limit.spent) : limit.spent, message(progress, spec.steering()));
        }
    }

    /** The limit that is counted. @param most 0 where no number ends the search @param unit empty where the line says it */
    record Limit(long spent, long most, String unit) {}

    static Limit limit(Budget budget, Budget.Spend spent) {
        if (budget.nfe() != null) {
            return new Limit(spent.nfe(), budget.nfe(), "");
        } else if (budget.candidates() != null) {
            return new Limit(spent.candidates(), budget.candidates(), "");
        } else if (budget.forwards() != null) {
            return new Limit(spent.forwards(), budget.forwards(), "forwards");
        } else if (budget.seconds() != null) {
            return new Limit((long) spent.seconds(), (long) Math.ceil(budget.seconds()), "s");
        }
        return new Limit(spent.nfe(), 0, "");
    }

    /** How it stands, in a line, what matters most first. @param steering names of what steers */
    static String message(Progress progress, List<String> steering) {
        String line = String.format(Locale.ROOT, "%s of %d", best(progress, steering), progress.candidates());
        if (progress.outlook() != null && progress.outlook().isKnown()) {
            line += String.format(Locale.ROOT, ", x2: %+.4f in %.0f s", progress.outlook().gainOfDoubling(), progress.cost().seconds());
        }
        line += String.format(Locale.ROOT, ", %d NFE", progress.spent().nfe());
        return progress.cost().seconds() > 0 ? line + String.format(Locale.ROOT, ", %.1f NFE/s", progress.cost().spent()
                / progress.cost().seconds()) : line;
    }

    /** The best score; of several that steer by rank, what each says of the best: a rank is no number to be followed. */
    private static String best(Progress progress, List<String> steering) {
        if (!Double.isFinite(progress.value())) {
            return "no score";
        }
        return "best " + (steering.size() == 1 ? String.format(Locale.ROOT, "%.4f", progress.value())
                : steering.stream().map(name -> String.format(Locale.ROOT, "%s %.4f", name, progress.best().scored().value(name)))
                        .collect(Collectors.joining(" ")));
    }

    @Override
    public void subjects(List<String> names) {
        terminal.say(AttentionOptions.line(names));
    }

    @Override
    public void warns(String line) {
        warnings.add(line);
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
