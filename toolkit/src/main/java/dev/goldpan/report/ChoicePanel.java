package dev.goldpan.report;

import dev.goldpan.run.FeatureStore;
import dev.goldpan.run.PictureMetrics;
import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.Images;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.verify.FeatureConvention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What was chosen beside what was drawn, for one model and setting: how often a chosen picture beats a drawn one, by every measure, and
 * what the chosen pictures are as a set, where their files were kept.
 */
final class ChoicePanel {
    private static final long SEED = 20_250_726L;
    private static final String DRAWN = "one draw";

    private final SweepFolder folder;
    private final String title;
    private final Path verifiers; // null for the bundled ones
    private final boolean hasFeatures;
    private final Map<String, Integer> prompts = new LinkedHashMap<>();
    private final Map<String, PictureSets.Kept> sets = new LinkedHashMap<>(); // what was drawn, then by who chose
    private final PictureSets.Kept drawn = new PictureSets.Kept(); // all of the banks that keep all
    private final Set<String> begun = new HashSet<>(); // prompts and seeds whose first draw is known
    private final Map<String, Map<String, Map<Integer, double[]>>> wins = new LinkedHashMap<>(); // by who, measure, prompt: sum, count
    private final Set<String> measures = new LinkedHashSet<>();
    private final OraclePanel oracles;
    private final List<Table> tables = new ArrayList<>();

    /** @param spec of what is taken in first: its networks measure the pictures */
    ChoicePanel(SweepFolder folder, String title, Spec spec) {
        this.folder = folder;
        this.title = title;
        this.verifiers = spec.verifiers() == null ? null : Path.of(spec.verifiers());
        this.hasFeatures = verifiers == null ? spec.model().isBundled() : Files.isDirectory(verifiers.resolve("inception"));
        this.oracles = new OraclePanel(folder, title);
        sets.put(DRAWN, new PictureSets.Kept());
    }

    String title() {
        return title;
    }

    /** Takes a bank or a search in. */
    void add(RunTable table) {
        if (table.base() < 0) {
            return;
        }
        int prompt = prompts.computeIfAbsent(table.item().source() + "\n" + table.item().spec().prompt().text(), key -> prompts.size());
        measures.addAll(table.measures().keySet());
        measures.addAll(table.scores().keySet());
        boolean isWhole = table.item().spec().searchSteps() == table.item().spec().settings().steps();
        if (isWhole && begun.add(prompt + " " + table.item().spec().seed())) {
            note(DRAWN, table, table.base());
        }
        if (table.item().bank()) {
            addBank(prompt, table);
        } else {
            Spec spec = table.item().spec();
            for (long mark : table.item().marks()) {
                int row = table.winner(mark);
                if (row >= 0 && table.image(row) != null) {
                    String who = Manner.of(spec) + " by " + spec.verifier() + ", " + mark + " NFE";
                    note(who, table, row);
                    if (isWhole) { // else a draw has other steps than what was chosen
                        win(who, prompt, table, row, new int[] {table.base()});
                    }
                }
            }
        }
    }

    private void addBank(int prompt, RunTable table) {
        Bank bank = new Bank(table.item().spec().seed(), table.columns(), table.size());
        int[] all = IntStream.range(0, table.searched()).filter(row -> table.image(row) != null).toArray();
        Bank.selectors(table).forEach((name, selector) -> {
            int row = Bank.best(all, bank.order(selector));
            if (row >= 0) {
                String who = "best of " + all.length + " by " + name;
                note(who, table, row);
                win(who, prompt, table, row, all);
            }
        });
        if (table.item().images() == Images.ALL) {
            Arrays.stream(all).forEach(row -> drawn.add(folder.image(table.image(row))));
        }
        oracles.add(table);
    }

    private void note(String who, RunTable table, int row) {
        sets.computeIfAbsent(who, key -> new PictureSets.Kept()).add(folder.image(table.image(row)));
    }

    /** Counts how many of {@code drawn} the chosen one beats, equal ones half; itself is not counted among many. */
    private void win(String who, int prompt, RunTable table, int chosen, int[] drawn) {
        Map<String, double[]> columns = table.columns();
        for (String measure : measures) {
            double[] values = columns.get(measure);
            if (values == null || Double.isNaN(values[chosen])) {
                continue;
            }
            double won = 0;
            int counted = 0;
            for (int row : drawn) {
                if ((row != chosen || drawn.length == 1) && !Double.isNaN(values[row])) {
                    won += values[chosen] > values[row] ? 1 : values[chosen] == values[row] ? 0.5 : 0;
                    counted++;
                }
            }
            if (counted > 0) {
                double[] sum = wins.computeIfAbsent(who, key -> new LinkedHashMap<>())
                        .computeIfAbsent(measure, key -> new LinkedHashMap<>()).computeIfAbsent(prompt, key -> new double[2]);
                sum[0] += won / counted;
                sum[1]++;
            }
        }
    }

    /** Whether there is something to tell. */
    boolean isEmpty() {
        return wins.isEmpty();
    }

    /** Computes everything; each picture is looked at once. */
    void settle() {
        sets.values().removeIf(PictureSets.Kept::isEmpty);
        try (FeatureStore store = hasFeatures ? new PictureMetrics(verifiers, FeatureConvention.OWN, Duration.ZERO).store() : null) {
            tables.add(winRates());
            tables.add(new PictureSets(sets, drawn, store).table());
            oracles.settle(store);
            tables.addAll(oracles.tables());
        }
    }

    /** What verifiers and oracles choose; nothing where no oracle does. */
    List<Plot> charts() {
        return oracles.charts();
    }

    /** Win rates, the sets, and what oracles choose. */
    List<Table> tables() {
        return tables;
    }

    private Table winRates() {
        Bootstrap bootstrap = new Bootstrap(prompts.size(), SEED);
        Reading share = new Reading(true);
        List<String> header = new ArrayList<>(List.of("chosen"));
        header.addAll(measures);
        List<List<String>> rows = new ArrayList<>();
        wins.forEach((who, by) -> {
            List<String> row = new ArrayList<>(List.of(who));
            for (String measure : measures) {
                Map<Integer, double[]> sums = by.getOrDefault(measure, Map.of());
                double[] values = new double[prompts.size()];
                Arrays.setAll(values, prompt -> sums.containsKey(prompt) ? sums.get(prompt)[0] / sums.get(prompt)[1] : Double.NaN);
                row.add(share.of(bootstrap.mean(values)));
            }
            rows.add(row);
        });
        return new Table("How often what was chosen beats what was drawn", "By each measure, an equal value half a win; from a bank against"
                + " every other draw of the prompt, from a search against the draw that is made without one. Seeds of a prompt are"
                + " averaged; in brackets 95 % bootstrap intervals over prompts.", header, rows);
    }
}
