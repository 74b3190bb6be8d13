package dev.goldpan.report;

import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.search.Outlook;
import dev.goldpan.stats.BestOfN;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.stats.Interval;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Adaptive budgets: where searches with {@code --gain} would have stopped, replayed from banks in several orders, beside searches that
 * spend the same on every prompt. By the verifier that is named first.
 */
final class StoppingPanel {
    private static final long SEED = 20_261_127L;
    private static final double[] SPREADS = {0.05, 0.02, 0.01, 0.005, 0.002}; // gains of one candidate, in spreads of one draw
    private static final int EVERY = 8; // candidates between two looks at the outlook
    private static final int FEWEST = 4 * EVERY; // of a bank that says anything about stopping
    private static final int MOST_ORDERS = 32; // of a bank
    private static final int ALL_ORDERS = 2_000; // of all of them, but for one each
    private static final String ALL_THREE = "all three";

    private final Map<String, List<Bank>> banks = new LinkedHashMap<>(); // by prompt
    private String steering;
    private boolean isJudged;
    private List<Row> rows = List.of();

    /**
     * One threshold.
     *
     * @param gain as {@code --gain} takes it
     * @param spreads what that is in spreads of one draw
     * @param stops candidates seen at the end of each search, ascending
     * @param count mean of them
     * @param means score and answer of what is found
     * @param over what that is more than of the best of as many candidates on every prompt
     */
    private record Row(double gain, double spreads, int[] stops, double count, List<Interval> means, List<Interval> over) {}

    /** Takes a bank in. */
    void add(RunTable table) {
        steering = steering == null ? table.scores().keySet().stream().findFirst().orElse(null) : steering;
        isJudged |= table.answers().contains(ALL_THREE);
        if (steering != null && table.scores().containsKey(steering) && table.searched() >= FEWEST) {
            Map<String, double[]> columns = new LinkedHashMap<>();
            measures().stream().filter(table.columns()::containsKey)
                    .forEach(name -> columns.put(name, Arrays.copyOf(table.columns().get(name), table.searched())));
            banks.computeIfAbsent(table.item().source() + "\n" + table.item().spec().prompt().text(), key -> new ArrayList<>())
                    .add(new Bank(table.item().spec().seed(), columns, table.searched()));
        }
    }

    private List<String> measures() {
        return isJudged ? List.of(steering, ALL_THREE) : List.of(steering);
    }

    /** Computes everything. */
    void settle() {
        double spread = banks.values().stream().flatMap(List::stream).mapToDouble(bank -> BankCurves.deviation(bank.column(steering)))
                .filter(value -> value > 0).average().orElse(Double.NaN);
        if (spread > 0) {
            double[] gains = Arrays.stream(SPREADS).map(share -> told(share * spread)).toArray();
            int orders = Math.max(1, Math.min(MOST_ORDERS, ALL_ORDERS / banks.size()));
            List<List<Search>> searches = banks.entrySet().stream().map(prompt -> searches(prompt.getKey(), prompt.getValue(), orders, gains))
                    .toList();
            Bootstrap bootstrap = new Bootstrap(banks.size(), SEED);
            rows = IntStream.range(0, gains.length).mapToObj(i -> row(i, gains[i], spread, searches, bootstrap)).toList();
        }
        banks.clear();
    }

    /** To two digits, so that what is read can be typed. */
    private static double told(double gain) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1e", gain));
    }

    /**
     * A bank in one order.
     *
     * @param stops candidates seen by then, for each gain
     * @param best the best of them, for each gain; -1 where none has a score
     */
    private record Search(Bank bank, int[] stops, int[] best) {}

    private List<Search> searches(String prompt, List<Bank> seeds, int orders, double[] gains) {
        List<Search> searches = new ArrayList<>();
        for (Bank bank : seeds) {
            for (int order = 0; order < orders; order++) {
                KeyedNoise chance = new KeyedNoise(NoiseKey.of(SEED, prompt).particle(bank.seed()).step(order));
                searches.add(search(bank, chance.permutation(bank.size()), gains));
            }
        }
        return searches;
    }

    private Search search(Bank bank, int[] order, double[] gains) {
        double[] scores = Arrays.stream(order).mapToDouble(row -> bank.column(steering)[row]).toArray();
        int[] stops = stops(scores, gains, EVERY);
        return new Search(bank, stops, Arrays.stream(stops).map(stop -> Bank.best(Arrays.copyOf(order, stop), bank.column(steering)))
                .toArray());
    }

    /**
     * Where a search of {@code scores} in their order ends.
     *
     * @param gains of one more candidate, descending, each of which is too little
     * @param every candidates between two looks
     * @return candidates seen, for each gain
     */
    static int[] stops(double[] scores, double[] gains, int every) {
        int[] stops = new int[gains.length];
        Arrays.fill(stops, scores.length);
        int open = 0;
        for (int seen = every; seen < scores.length && open < gains.length; seen += every) {
            double more = new Outlook(Arrays.copyOf(scores, seen)).gainOfOne(); // NaN where it is not known
            while (open < gains.length && more < gains[open]) {
                stops[open++] = seen;
            }
        }
        return stops;
    }

    private Row row(int at, double gain, double spread, List<List<Search>> searches, Bootstrap bootstrap) {
        int[] stops = searches.stream().flatMap(List::stream).mapToInt(search -> search.stops[at]).sorted().toArray();
        double count = Arrays.stream(stops).average().orElseThrow();
        List<Interval> means = new ArrayList<>();
        List<Interval> over = new ArrayList<>();
        for (String measure : measures()) {
            double[] found = searches.stream().mapToDouble(some -> mean(some.stream().mapToDouble(search -> search.best[at] < 0 ? Double.NaN
                    : search.bank.column(measure)[search.best[at]]).toArray())).toArray();
            double[] even = searches.stream().mapToDouble(some -> even(some, measure, count)).toArray();
            means.add(bootstrap.mean(found));
            over.add(bootstrap.mean(IntStream.range(0, found.length).mapToDouble(i -> found[i] - even[i]).toArray()));
        }
        return new Row(gain, gain / spread, stops, count, means, over);
    }

    /** The best of {@code count} candidates of a prompt, between the two nearest whole numbers. */
    private double even(List<Search> searches, String measure, double count) {
        return mean(searches.stream().map(Search::bank).distinct().mapToDouble(bank -> {
            BestOfN order = new BestOfN(bank.column(steering), bank.column(measure));
            int below = Math.min((int) count, order.size());
            return below == 0 ? Double.NaN : order.at(below)
                    + (count - below) * (order.at(Math.min(below + 1, order.size())) - order.at(below));
        }).toArray());
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    /** The table; nothing where banks are too small or there is no score. */
    Optional<Table> table() {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<String> header = new ArrayList<>(List.of("--gain", "in spreads of one draw", "candidates", "of 80 % of the searches"));
        measures().forEach(measure -> header.addAll(List.of(measure, "over as many on every prompt")));
        String note = "Independent noises by " + steering + ", looked at after every " + EVERY + " candidates; a search ends where one more is"
                + " expected to gain less than --gain, or at the end of the bank. Banks in several orders; 95 % bootstrap intervals over prompts."
                + " Beside each: the best of the same mean number of candidates, but equally many for every prompt.";
        return Optional.of(new Table("Stopping at the plateau, by " + steering, note, header, rows.stream().map(this::cells).toList()));
    }

    private List<String> cells(Row row) {
        int last = row.stops.length - 1;
        List<String> cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%.1e", row.gain), String.format(Locale.ROOT, "%.3f",
                row.spreads), String.format(Locale.ROOT, "%.1f", row.count), row.stops[last / 10] + " to " + row.stops[last - last / 10]));
        for (int i = 0; i < row.means.size(); i++) {
            Reading reading = new Reading(i > 0);
            cells.add(reading.of(row.means.get(i)));
            cells.add(reading.gain(row.over.get(i)));
        }
        return cells;
    }
}
