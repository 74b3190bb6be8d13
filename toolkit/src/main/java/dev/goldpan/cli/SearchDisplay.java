package dev.goldpan.cli;

import dev.goldpan.run.Listener;
import dev.goldpan.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows how a search goes: spend, best so far, and what another doubling is expected to buy. */
final class SearchDisplay implements Listener, AutoCloseable {
    private final Terminal terminal;
    private final List<String> warnings = new ArrayList<>();
    private dev.goldpan.cli.Progress bar;
    private long total;

    SearchDisplay(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param evaluations of the denoiser that the search may charge; 0 where that is not known */
    void begins(long evaluations) {
        total = evaluations;
        bar = terminal.progress("searching", Math.max(1, evaluations));
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void evaluated(Progress progress) {
        if (bar != null) {
            bar.at(total > 0 ? Math.min(total, progress.spent().nfe()) : 0, message(progress));
        }
    }

    /** How it stands, in a line. */
    static String message(Progress progress) {
        String best = String.format(Locale.ROOT, "%d seen, best %.4f", progress.candidates(), progress.value());
        if (progress.cost().seconds() > 0) {
            best += String.format(Locale.ROOT, ", %.1f NFE/s", progress.cost().spent() / progress.cost().seconds());
        }
        if (progress.outlook() == null || !progress.outlook().isKnown()) {
            return best;
        }
        return best + String.format(Locale.ROOT, ", twice as many: +%.4f in %.0f s", progress.outlook().gainOfDoubling(),
                progress.cost().seconds());
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
