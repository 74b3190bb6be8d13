package dev.goldpan.report;

import dev.goldpan.run.FeatureStore;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.run.sweep.SweepFolder;
import dev.goldpan.stats.Interval;
import dev.goldpan.verify.PictureFeatures;
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
import java.util.stream.IntStream;

/**
 * FID and IS of what is chosen from banks, by the verifiers and by the oracles FID and IS themselves, which choose greedily (Ma et al.,
 * 2025, Fig. 3). Sets are of equally many pictures for every n: each bank has a few groups of n candidates, and each group gives one.
 */
final class OraclePanel {
    private static final int MOST_GROUPS = 4; // of a bank
    private static final List<String> MEASURES = List.of("fid", "is");

    private final SweepFolder folder;
    private final String title;
    private final List<Drawn> banks = new ArrayList<>(); // in the order of the spec
    private final Set<String> runs = new HashSet<>();
    private final Map<String, String> selectors = new LinkedHashMap<>(); // by what they are called
    private final Set<String> oracles = new LinkedHashSet<>();
    private final Map<String, List<Map<String, Double>>> measured = new LinkedHashMap<>(); // by who chose, for each n of the grid
    private final Map<List<Path>, Map<String, Double>> known = new HashMap<>(); // by set: from one candidate all choose the same
    private int groups;
    private int[] grid = {};
    private String note;

    /** A bank and the files of its pictures. */
    private record Drawn(Bank bank, List<Path> files) {}

    OraclePanel(SweepFolder folder, String title) {
        this.folder = folder;
        this.title = title;
    }

    /** Takes a bank in, if its spec names oracles. */
    void add(RunTable table) {
        if (!table.item().oracles().isEmpty() && runs.add(table.item().run())) {
            banks.add(new Drawn(new Bank(table.item().spec().seed(), table.columns(), table.size()).part(0, table.searched()),
                    IntStream.range(0, table.searched()).mapToObj(table::image).map(folder::image).toList()));
            selectors.putAll(Bank.selectors(table));
            oracles.addAll(table.item().oracles());
        }
    }

    /** Computes everything. @param store null where there is no feature network */
    void settle(FeatureStore store) {
        int smallest = banks.stream().mapToInt(drawn -> drawn.files.size()).min().orElse(0);
        groups = Math.max(1, Math.min(MOST_GROUPS, smallest / 2));
        int pictures = banks.size() * groups;
        long missing = banks.stream().flatMap(drawn -> drawn.files.stream()).filter(file -> !Files.exists(file)).count();
        if (store == null) {
            note = PictureSets.UNKNOWN;
        } else if (missing > 0) {
            note = "Not measured: the files of " + missing + " pictures are not there, and an oracle chooses among all.";
        } else if (pictures < PictureFeatures.FEWEST) {
            note = "Not measured: sets would be of " + pictures + " pictures, and are measured from " + PictureFeatures.FEWEST
                    + " on; take more prompts.";
        } else {
            measure(store, smallest / groups);
            note = String.format(Locale.ROOT, "%d banks, %d groups of n candidates each, one picture chosen from each group: sets of %d"
                    + " pictures for every n. FID is too large for so few, alike for every n, so compare within the table only. An oracle"
                    + " chooses picture after picture, from the first group of every bank in the order of the spec, then from the second"
                    + " ones: each time that with which the set so far has the best value (of the first few that says little). It is what"
                    + " is measured, by the network that measures: it shows that search finds what is rewarded, not that pictures are"
                    + " better. One set each, so without intervals.", banks.size(), groups, pictures);
        }
    }

    /** @param apart candidates from the beginning of a group to that of the next */
    private void measure(FeatureStore store, int apart) {
        grid = IntStream.iterate(1, n -> n <= apart, n -> 2 * n).toArray();
        for (int n : grid) {
            selectors.forEach((name, selector) -> note(name, store, chosen(selector, n, apart)));
            List<List<Path>> pools = IntStream.range(0, groups).map(group -> group * apart).boxed()
                    .flatMap(from -> banks.stream().map(drawn -> drawn.files.subList(from, from + n))).toList();
            oracles.forEach(oracle -> note("oracle " + oracle, store, store.greedy(oracle, pools)));
        }
    }

    /** What {@code selector} chooses from the groups; fewer than there are where it knows nothing of some. */
    private List<Path> chosen(String selector, int n, int apart) {
        int[] all = IntStream.range(0, n).toArray();
        List<Path> chosen = new ArrayList<>();
        for (int from = 0; from < groups * apart; from += apart) {
            for (Drawn drawn : banks) {
                int row = Bank.best(all, drawn.bank.part(from, n).order(selector));
                if (row >= 0) {
                    chosen.add(drawn.files.get(from + row));
                }
            }
        }
        return chosen;
    }

    private void note(String who, FeatureStore store, List<Path> set) {
        boolean isWhole = set.size() == banks.size() * groups;
        measured.computeIfAbsent(who, key -> new ArrayList<>())
                .add(isWhole ? known.computeIfAbsent(set, files -> store.measure(files, null)) : Map.of());
    }

    /** A chart for each measure: a line for each who chooses. */
    List<Plot> charts() {
        double[] x = Arrays.stream(grid).asDoubleStream().toArray();
        return MEASURES.stream().map(measure -> new Plot(Plot.fileName(title + "-chosen sets " + measure),
                "Sets chosen from the bank, measured by " + measure, "candidates", measure,
                measured.keySet().stream().map(who -> new Plot.Line("chosen by " + who, x, points(who, measure))).toList())).toList();
    }

    private Interval[] points(String who, String measure) {
        return measured.get(who).stream().map(values -> values.getOrDefault(measure, Double.NaN))
                .map(value -> new Interval(value, Double.NaN, Double.NaN)).toArray(Interval[]::new);
    }

    /** A table for each measure; nothing where no oracle is asked, and one that says why where nothing could be measured. */
    List<Table> tables() {
        if (oracles.isEmpty()) {
            return List.of();
        }
        List<String> header = new ArrayList<>(List.of("chosen by"));
        Arrays.stream(grid).forEach(n -> header.add("n = " + n));
        return (measured.isEmpty() ? List.of(String.join(" and ", oracles)) : MEASURES).stream().map(measure ->
                new Table("Sets chosen from the bank, measured by " + measure, note, header, rows(measure))).toList();
    }

    private List<List<String>> rows(String measure) {
        List<List<String>> rows = new ArrayList<>();
        measured.keySet().forEach(who -> {
            List<String> row = new ArrayList<>(List.of(who));
            for (Interval point : points(who, measure)) {
                row.add(Double.isNaN(point.mean()) ? "–" : String.format(Locale.ROOT, "%.3f", point.mean()));
            }
            rows.add(row);
        });
        return rows;
    }
}
