package dev.goldpan.cli;

import dev.goldpan.run.Forecast;
import dev.goldpan.run.Spec;
import java.util.Locale;

/** What a search would cost, in a few lines. */
final class SearchPlan {
    private final Terminal terminal;
    private final Spec spec;

    SearchPlan(Terminal terminal, Spec spec) {
        this.terminal = terminal;
        this.spec = spec;
    }

    void print(Forecast forecast) {
        terminal.out().printf(Locale.ROOT, "one candidate: %d NFE, %.0f network forwards, %.2f s (measured on a batch of %d)%n",
                forecast.calls(), forecast.forwards(), forecast.secondsPerCandidate(), spec.batch());
        if (forecast.nfe() > 0) {
            terminal.out().printf(Locale.ROOT, "the search: at most %d NFE, about %.0f candidates, %.0f s%n", forecast.nfe(),
                    forecast.nfe() / (double) forecast.calls(), forecast.nfe() / (double) forecast.calls()
                            * forecast.secondsPerCandidate());
        } else {
            terminal.out().println("the search: its end does not depend on a number of evaluations");
        }
    }
}
