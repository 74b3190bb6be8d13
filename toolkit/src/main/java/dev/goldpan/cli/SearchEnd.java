package dev.goldpan.cli;

import dev.goldpan.report.RunReport;
import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Result;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.TakeHome;
import dev.goldpan.search.Cost;
import dev.goldpan.verify.Llm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs a search to its end, interrupted or not, and says what it found. */
final class SearchEnd {
    private static final int ROWS = 5;
    private static final int NARROWEST = 9;

    private final Terminal terminal;
    private final SearchDisplay display;
    private final boolean json;

    SearchEnd(Terminal terminal, SearchDisplay display, boolean json) {
        this.terminal = terminal;
        this.display = display;
        this.json = json;
    }

    /** @return the exit code */
    int run(SearchRun run, Path folder) throws IOException {
        display.begins(run.spec());
        Result result;
        try (Interruption interruption = Interruption.calls(run::cancel)) {
            result = run.run();
            display.close();
            report(run, result, folder);
        }
        if (!result.scored()) {
            terminal.say("nothing was chosen: no picture has a score by which to choose");
        }
        if (result.stopped().cause() == dev.goldpan.run.Stop.Cause.NO_SCORES) {
            terminal.say("when there are scores, 'goldpan resume " + folder + "' goes on");
        }
        return result.scored() && result.stopped().cause().isEnd() ? Main.DONE : Main.FAILED;
    }

    private void report(SearchRun run, Result result, Path folder) throws IOException {
        Appraiser judge = run.appraiser().orElse(null);
        RunReport report = new RunReport(run, result);
        List<Path> files = report.write(folder, judge);
        if (json) {
            terminal.out().println(Files.readString(folder.resolve("run.json")).strip());
        } else {
            print(run, result, report, judge, files);
        }
    }

    /** What the judge says of an entry's picture, in short; empty where there is none. */
    private static String verdict(Appraiser judge, Entry entry, SearchRun run) {
        if (judge == null || entry.image() == null) {
            return "";
        }
        Map<String, Boolean> answers = judge.of(run.records().image(entry.image()));
        List<String> wrong = answers.entrySet().stream().filter(answer -> !answer.getValue() && !answer.getKey().equals("all three"))
                .map(Map.Entry::getKey).toList();
        return wrong.isEmpty() ? "right" : "wrong: " + String.join(", ", wrong);
    }

    private void print(SearchRun run, Result result, RunReport report, Appraiser judge, List<Path> files) {
        PrintStream out = terminal.out();
        boolean byNoise = report.ranked().isEmpty();
        List<Entry> ranked = byNoise ? result.ranked() : report.ranked();
        List<String> columns = ranked.isEmpty() ? List.of() : List.copyOf(ranked.get(0).scored().scores().keySet());
        StringBuilder head = new StringBuilder(String.format("%-16s", ""));
        columns.forEach(name -> head.append(String.format(" %" + width(name) + "s", name)));
        out.println(head + (judge == null ? "" : "  judge"));
        for (int i = 0; i < Math.min(ROWS, ranked.size()); i++) {
            row(out, (i + 1) + ". " + RunReport.name(ranked.get(i).scored().candidate()), ranked.get(i), columns, judge, run);
        }
        if (byNoise) {
            finished(out, result, judge, run);
        }
        report.base().ifPresent(base -> row(out, "without search", base, columns, judge, run));
        out.println();
        Cost cost = result.cost().plus(result.finalCost());
        out.printf(Locale.ROOT, "%d candidates in %.1f s; NFE %d charged, %d run, %d network forwards%s; stopped: %s%n",
                result.candidates(), cost.seconds(), cost.nfe(), cost.spent(), cost.forwards(),
                cost.backwards() == 0 ? "" : " and " + cost.backwards() + " backwards", result.stopped().reason());
        run.records().spending().forEach((name, spent) -> out.println(name + ": " + spent.told(Llm.limits(name))));
        if (result.failures() > 0) {
            out.printf("%d scores are missing because a verifier failed; run.json says why, of the first: %s%n", result.failures(),
                    result.failure());
        }
        files.forEach(out::println);
        if (result.scored() && !result.winners().isEmpty()) {
            takeHome(out, run, result);
        }
    }

    /** Winners that were found by their noise: what those who look say of the picture. */
    private static void finished(PrintStream out, Result result, Appraiser judge, SearchRun run) {
        for (Entry winner : result.winners()) {
            StringBuilder line = new StringBuilder(String.format("%-16s", RunReport.name(winner.scored().candidate())));
            winner.scored().scores().forEach((name, score) -> line.append(String.format(Locale.ROOT, " %s %s", name,
                    score.failed() ? "failed" : String.format(Locale.ROOT, "%.4f", score.value()))));
            String verdict = verdict(judge, winner, run);
            out.println(line + (verdict.isEmpty() ? "" : "  " + verdict));
        }
    }

    private static void row(PrintStream out, String name, Entry entry, List<String> columns, Appraiser judge, SearchRun run) {
        StringBuilder line = new StringBuilder(String.format("%-16s", name));
        for (String column : columns) {
            double value = entry.scored().value(column);
            line.append(String.format(Locale.ROOT, " %" + width(column) + "s", Double.isNaN(value) ? "failed"
                    : String.format(Locale.ROOT, "%.4f", value)));
        }
        String verdict = verdict(judge, entry, run);
        out.println(line + (verdict.isEmpty() ? "" : "  " + verdict));
    }

    private static int width(String column) {
        return Math.max(NARROWEST, column.length());
    }

    /** How other programs make the winner. */
    private static void takeHome(PrintStream out, SearchRun run, Result result) {
        Optional<TakeHome> home = run.takeHome(result.winners().get(0));
        if (home.filter(TakeHome::isPortable).isPresent()) {
            out.println();
            out.println("diffusers (best.py; " + TakeHome.LATENTS + " is " + home.get().latents() + "):");
            out.print(home.get().diffusers().indent(2));
            String line = home.get().automatic1111();
            out.print(line.isEmpty() ? "" : "AUTOMATIC1111:\n" + line.indent(2));
        }
    }
}
