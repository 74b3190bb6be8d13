package dev.goldpan.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.run.sweep.Digest;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.LossCost;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.WorkItem;
import dev.goldpan.search.Cost;
import dev.goldpan.tensor.Png;
import dev.goldpan.verify.Llm;
import dev.goldpan.verify.llm.Spent;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The report of a sweep, finished or not: {@code report.html}, which needs no other file and no network; the same tables as
 * {@code tables.md}, every chart as SVG and PNG, every candidate in {@code candidates.csv}.
 */
public final class SweepReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SweepFolder folder;
    private final SweepPlan plan;
    private final Panels panels;
    private final Map<String, Cost> costs = new LinkedHashMap<>();
    private final Map<String, int[]> counts = new LinkedHashMap<>(); // searches, candidates
    private final Map<String, LossCost> passes = new LinkedHashMap<>();
    private final Map<String, Spent> spending = new LinkedHashMap<>(); // by language model
    private final Set<String> manifests = new LinkedHashSet<>();
    private final Map<String, long[]> missing = new LinkedHashMap<>(); // scores by verifier: missing, asked
    private int finished;

    /** The report of the sweep in {@code folder}. */
    public SweepReport(SweepFolder folder) {
        this.folder = folder;
        this.plan = folder.plan();
        this.panels = new Panels(folder);
    }

    /** Writes everything into {@code into}. @return the files, the page first */
    public List<Path> write(Path into) throws IOException {
        Files.createDirectories(into.resolve("charts"));
        Path csv = into.resolve("candidates.csv");
        try (Writer out = Files.newBufferedWriter(csv)) {
            CandidateTable candidates = new CandidateTable(folder.valueNames());
            read(candidates, new CandidatesCsv(out, candidates));
        }
        if (finished == 0) {
            throw new IllegalArgumentException(folder.folder() + ": no search of it is done yet; run the sweep first");
        }
        Page page = new Page(plan.name(), plan.about(), into.resolve("charts"));
        panels.write(page);
        if (page.hasChapters()) {
            page.chapter("The sweep as a whole");
        }
        page.section("Cost");
        page.add(List.of(), List.of(costs()));
        if (!spending.isEmpty()) {
            page.add(List.of(), List.of(spendings()));
        }
        if (missing.values().stream().anyMatch(count -> count[0] > 0)) {
            page.section("Scores that are missing");
            page.add(List.of(), List.of(failures()));
        }
        page.section("How to make it again");
        page.html(again());
        page.section("Environment");
        page.add(List.of(), environment());
        Path html = into.resolve("report.html");
        Files.writeString(html, page.whole());
        Files.writeString(into.resolve("tables.md"), page.markdown());
        return List.of(html, into.resolve("tables.md"), csv);
    }

    private void read(CandidateTable candidates, CandidatesCsv csv) {
        Set<String> seen = new LinkedHashSet<>();
        for (WorkItem item : plan.items()) {
            if (!folder.isFinished(item.run())) {
                continue;
            }
            finished++;
            RunTable table = RunTable.read(folder, item);
            String title = panels.add(item, table);
            manifests.add(folder.manifest(item.run()));
            if (seen.add(item.run())) { // work that two parts share was done once
                candidates.rows(table, csv);
                table.scores().forEach((verifier, column) -> {
                    long[] count = missing.computeIfAbsent(verifier, key -> new long[2]);
                    count[0] += Arrays.stream(column).filter(Double::isNaN).count();
                    count[1] += column.length;
                });
                String who = item.bank() ? "bank" : Manner.of(item.spec());
                costs.merge(title + " " + who, table.cost(), Cost::plus);
                folder.spending(item.run()).forEach((name, spent) -> spending.merge(name, spent, Spent::plus));
                LossCost pass = folder.lossCost(item.run());
                if (pass.noises() > 0) {
                    passes.merge(title + " " + who, pass, LossCost::plus);
                }
                int[] count = counts.computeIfAbsent(title + " " + who, key -> new int[2]);
                count[0]++;
                count[1] += table.size();
            }
        }
    }

    private Table costs() {
        List<List<String>> rows = new ArrayList<>();
        costs.forEach((who, cost) -> rows.add(List.of(who, String.valueOf(counts.get(who)[0]), String.valueOf(counts.get(who)[1]),
                String.valueOf(cost.nfe()), String.valueOf(cost.spent()), String.valueOf(cost.forwards()),
                String.valueOf(cost.backwards()), String.valueOf(cost.decodes()), String.valueOf(cost.verifications()),
                String.format(Locale.ROOT, "%.0f", cost.seconds()))));
        passes.forEach((who, pass) -> rows.add(List.of(who + " losses", "", String.valueOf(pass.noises()), String.valueOf(pass.forwards()),
                String.valueOf(pass.forwards()), String.valueOf(pass.forwards()), "0", "0", "",
                String.format(Locale.ROOT, "%.0f", pass.seconds()))));
        return new Table("What it cost", "NFE charged as the papers count; what the machine ran, padding included, stands beside it.",
                List.of("", "searches", "candidates", "NFE charged", "NFE run", "forwards", "passes back", "decodes", "verifications",
                        "seconds"), rows);
    }

    private Table failures() {
        List<List<String>> rows = new ArrayList<>();
        missing.forEach((verifier, count) -> rows.add(List.of(verifier, String.valueOf(count[0]), String.valueOf(count[1]))));
        return new Table("Scores that are missing", "A candidate without a score is chosen by nobody; a prompt without any is no result"
                + " of that verifier.", List.of("verifier", "without a score", "asked"), rows);
    }

    private Table spendings() {
        List<List<String>> rows = new ArrayList<>();
        spending.forEach((name, spent) -> rows.add(List.of(name, String.valueOf(spent.calls()), String.valueOf(spent.read()),
                String.valueOf(spent.written()), Double.isNaN(spent.euros()) ? "–" : String.format(Locale.ROOT, "%.4f", spent.euros()),
                Double.isFinite(Llm.limits(name).euros()) ? String.format(Locale.ROOT, "%.2f", Llm.limits(name).euros()) : "–")));
        return new Table("What language models cost", "All processes together; answers that were kept cost nothing. Euros by the prices in"
                + " the verifier's name. The limit is that of one process.",
                List.of("", "calls", "tokens read", "tokens written", "euros", "limit"), rows);
    }

    private String again() {
        String digest = finished == plan.items().size() ? "<p>Digest of everything found: <code>" + Digest.of(folder) + "</code></p>"
                : "<p>" + finished + " of " + plan.items().size() + " searches are done; <code>goldpan resume "
                        + Html.escaped(folder.folder().toString())
                        + "</code> does the rest.</p>";
        return digest + "<p><code>goldpan sweep SPEC</code> with the spec below does it all again; pointing at a picture shows its"
                + " recipe and how it alone is made again.</p><pre>" + Html.escaped(plan.text()) + "</pre>";
    }

    private List<Table> environment() {
        List<List<String>> models = new ArrayList<>();
        Map<String, List<String>> verifiers = new LinkedHashMap<>();
        try {
            for (String manifest : manifests) {
                JsonNode tree = JSON.readTree(manifest);
                List<String> model = List.of(tree.path("fingerprint").asText(), tree.path("device").asText(), tree.path("precision")
                        .asText(),
                        tree.path("engine").asText());
                if (!models.contains(model)) {
                    models.add(model);
                }
                tree.path("verifiers").forEach(verifier -> verifiers.put(verifier.path("name").asText(), List.of(verifier.path("name")
                        .asText(),
                        verifier.path("hash").asText(), verifier.path("unit").asText())));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(folder.folder() + ": a manifest is not JSON (" + e.getOriginalMessage() + ")", e);
        }
        return List.of(new Table("Models and engine", "", List.of("fingerprint", "device", "precision", "engine"), models),
                new Table("Verifiers", "", List.of("name", "weights", "unit"), List.copyOf(verifiers.values())));
    }

    /** A picture's file. */
    static void write(Plot chart, Path folder) throws IOException {
        Files.writeString(folder.resolve(chart.name() + ".svg"), chart.svg());
        Files.write(folder.resolve(chart.name() + ".png"), Png.encode(chart.picture(), Map.of()));
    }
}
