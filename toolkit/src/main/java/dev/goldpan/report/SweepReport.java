package dev.goldpan.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.Digest;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.LossCost;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.SweepPresets;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The report of a sweep, finished or not: {@code report.html}, which needs no other file and no network; the same tables as
 * {@code tables.md}, every chart as SVG and PNG, every candidate in {@code candidates.csv}.
 */
public final class SweepReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SweepFolder folder;
    private final SweepPlan plan;
    private final Map<String, BankPanel> banks = new LinkedHashMap<>();
    private final Map<String, SearchPanel> searches = new LinkedHashMap<>();
    private final Map<String, SearchPanel> efforts = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> searchSteps = new HashMap<>();
    private final Map<String, ChoicePanel> choices = new LinkedHashMap<>();
    private final Map<String, Cost> costs = new LinkedHashMap<>();
    private final Map<String, int[]> counts = new LinkedHashMap<>(); // searches, candidates
    private final Map<String, LossCost> passes = new LinkedHashMap<>();
    private final Map<String, WorkItem> firsts = new LinkedHashMap<>(); // of each title
    private final Map<String, Spent> spending = new LinkedHashMap<>(); // by language model
    private final Set<String> manifests = new LinkedHashSet<>();
    private final Map<String, long[]> missing = new LinkedHashMap<>(); // scores by verifier: missing, asked
    private final Titles titles = new Titles();
    private final Gallery gallery;
    private int finished;

    /** The report of the sweep in {@code folder}. */
    public SweepReport(SweepFolder folder) {
        this.folder = folder;
        this.plan = folder.plan();
        this.gallery = new Gallery(folder);
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
        banks.values().forEach(BankPanel::settle);
        searches.values().forEach(SearchPanel::settle);
        efforts.values().forEach(SearchPanel::settle);
        choices.values().removeIf(ChoicePanel::isEmpty);
        choices.values().forEach(ChoicePanel::settle);
        Page page = new Page(plan.name(), plan.about(), into.resolve("charts"));
        banks.values().forEach(bank -> {
            page.section("Best of N from the bank" + of(bank.title()));
            page.add(bank.charts(), bank.tables());
            bank.losses().ifPresent(losses -> {
                page.section("Best of N without a verifier" + of(bank.title()));
                page.add(losses.charts(), losses.tables());
            });
            page.section("Hacking: what is steered beside what is not" + of(bank.title()));
            page.add(bank.hacking(), List.of());
            quote(bank, bank.title(), page);
        });
        searches.values().forEach(search -> {
            page.section("Searches" + of(search.title()));
            page.addRising(search.charts(), search.tables());
            quote(search, search.title(), page);
        });
        efforts.forEach((title, effort) -> {
            if (searchSteps.get(title).size() > 1) {
                page.section("Steps while searching" + of(title));
                page.add(effort.charts(), List.of());
            }
        });
        together().forEach(panel -> {
            page.section("At equal compute: " + panel.title());
            page.add(panel.charts(), List.of());
        });
        choices.values().forEach(choice -> {
            page.section("Chosen beside drawn" + of(choice.title()));
            page.add(choice.charts(), choice.tables());
        });
        gallery.presets().forEach(preset -> {
            page.section("Pictures: " + preset);
            page.html(gallery.html(preset));
        });
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

    /** Puts the paper's numbers after the last panel of the preset whose twin it is. */
    private void quote(Object panel, String title, Page page) {
        Map<String, Object> last = new HashMap<>();
        banks.forEach((at, bank) -> last.put(preset(at), bank));
        searches.forEach((at, search) -> last.put(preset(at), search));
        List<Table> tables = Quoted.of(preset(title));
        if (last.get(preset(title)) == panel && !tables.isEmpty()) {
            page.section("The paper's numbers, quoted");
            page.quote(tables);
        }
    }

    /** The preset that a section belongs to: one that the sweep includes, or the sweep itself. */
    private String preset(String title) {
        String included = firsts.get(title).part().replaceFirst(" .*", "");
        return SweepPresets.names().contains(included) ? included : plan.name();
    }

    /** Sections of a preset that are about the same prompts, beside each other. */
    private List<ComputePanel> together() {
        Map<List<Object>, ComputePanel> panels = new LinkedHashMap<>();
        Map<String, Integer> named = new HashMap<>();
        BiConsumer<String, ComputePanel.Curves> taking = (title, curves) -> {
            String preset = preset(title);
            String name = title.replaceFirst("^" + Pattern.quote(preset) + ",? ", "");
            panels.computeIfAbsent(List.of(preset, curves.about()), key -> {
                String called = ComputePanel.name(preset, curves.about());
                int number = named.merge(called, 1, Integer::sum);
                return new ComputePanel(number == 1 ? called : called + " (" + number + ")");
            }).add(ComputePanel.Section.of(curves, name, firsts.get(title)));
        };
        searches.forEach(taking); // their single draws are of the same seeds at all steps; a bank's is a mean over all of its noises
        banks.forEach(taking);
        return panels.values().stream().filter(panel -> !panel.isEmpty()).toList();
    }

    private static String of(String title) {
        return title.isEmpty() ? "" : ": " + title;
    }

    private void read(CandidateTable candidates, CandidatesCsv csv) {
        Set<String> seen = new LinkedHashSet<>();
        for (WorkItem item : plan.items()) {
            if (!folder.isFinished(item.run())) {
                continue;
            }
            finished++;
            String title = titles.of(item);
            firsts.putIfAbsent(title, item);
            RunTable table = RunTable.read(folder, item);
            if (item.bank()) {
                banks.computeIfAbsent(title, BankPanel::new).add(table);
            } else {
                searches.computeIfAbsent(title, SearchPanel::ofManners).add(table);
                String setting = titles.ofEfforts(item);
                efforts.computeIfAbsent(setting, SearchPanel::ofEfforts).add(table);
                searchSteps.computeIfAbsent(setting, key -> new HashSet<>()).add(item.spec().searchSteps());
            }
            String choosing = title + (item.bank() ? "" : ", searches");
            choices.computeIfAbsent(choosing, key -> new ChoicePanel(folder, choosing, item.spec())).add(table);
            gallery.add(preset(title), table);
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
