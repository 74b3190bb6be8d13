package dev.goldpan.cli;

import dev.goldpan.run.Forecast;
import dev.goldpan.run.Spec;
import dev.goldpan.search.Budget;
import java.util.ArrayList;
import java.util.List;
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
                forecast.nfe(), forecast.forwards(), forecast.secondsPerCandidate(), spec.batch());
        boolean ends = forecast.candidates() < Long.MAX_VALUE;
        if (forecast.candidates() == 0) {
            terminal.out().println("the search: " + limits() + " do not pay for one candidate" + (forecast.last() == 0 ? "" : " beside the "
                    + forecast.last() + " NFE of the last run"));
        } else if (ends) {
            terminal.out().printf(Locale.ROOT, "the search: at most %s, about %d candidates%s, %.0f s%n", limits(), forecast.candidates(),
                    forecast.last() == 0 ? "" : " and " + forecast.last() + " NFE for the last run", forecast.seconds());
        } else {
            terminal.out().println("the search: its end does not depend on a number of evaluations");
        }
        forecast.paid().forEach(name -> terminal.out().println(shown(name, forecast.pictures())));
    }

    private String limits() {
        Budget budget = spec.budget();
        List<String> limits = new ArrayList<>();
        limit(limits, budget.nfe(), "NFE");
        limit(limits, budget.candidates(), "candidates");
        limit(limits, budget.forwards(), "forwards");
        limit(limits, budget.seconds(), "seconds");
        return String.join(" and ", limits);
    }

    private static void limit(List<String> limits, Number most, String unit) {
        if (most != null) {
            limits.add(most + " " + unit);
        }
    }

    /** How much a language model would be shown. @param pictures {@link Long#MAX_VALUE} where that is not known */
    static String shown(String name, long pictures) {
        return name + ": would be shown " + (pictures == Long.MAX_VALUE ? "every finished picture" : "about " + pictures
                + " finished pictures") + "; it was asked nothing, and the time it takes is not in the seconds";
    }
}
