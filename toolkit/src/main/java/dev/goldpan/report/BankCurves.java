package dev.goldpan.report;

import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.stats.Association;
import dev.goldpan.stats.BestOfN;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.MeanRankOfN;
import dev.goldpan.stats.Plateau;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.verify.VerifierNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The numbers of the banks of one model and setting: the expected measure of best-of-N for every selector, exactly, by the order
 * statistics of each prompt's candidates; ensembles re-ranked over the pool compared. Seeds of a prompt are averaged, intervals are
 * over prompts.
 */
final class BankCurves {
    /** The selector that ranks by all verifiers together. */
    static final String ALL = "ensemble of all";
    private static final long SEED = 20_250_726L;
    private static final int FEWEST_DRAWS = 5;
    private static final int MOST_DRAWS = 400;
    private static final int ALL_DRAWS = 16_000;
    private static final int[] SIZES = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256, 300, 400, 512,
        1000};

    private final Map<String, List<Bank>> banks = new LinkedHashMap<>(); // by prompt; emptied once they are read
    private final Map<String, Curves> curves = new LinkedHashMap<>(); // by prompt
    private final Set<String> selectors = new LinkedHashSet<>();
    private final Set<String> losses = new LinkedHashSet<>();
    private final Set<String> measures = new LinkedHashSet<>();
    private final Set<String> shares = new LinkedHashSet<>();
    private final Map<String, Interval> intervals = new HashMap<>(); // charts and tables ask for the same ones
    private int smallest = Integer.MAX_VALUE;
    private int prompts;
    private int[] grid;
    private Bootstrap bootstrap;
    private LossOrder order; // null where no losses are asked

    /** What chooses and what is measured of the choice. */
    record Pair(String selector, String measure) {}

    /** One prompt: expected measures over the grid, associations, spread of one draw by measure. */
    private record Curves(Map<Pair, double[]> expected, Map<Pair, Association> associations, Map<String, Double> spread) {}

    /** Takes a bank in. */
    void add(RunTable table) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        table.columns().forEach((name, column) -> columns.put(name, Arrays.copyOf(column, table.searched())));
        banks.computeIfAbsent(table.item().source() + "\n" + table.item().spec().prompt().text(), key -> new ArrayList<>())
                .add(new Bank(table.item().spec().seed(), columns, table.searched()));
        smallest = Math.min(smallest, table.searched());
        selectors.addAll(table.scores().keySet());
        table.item().losses().forEach(choice -> losses.addAll(choice.names()));
        measures.addAll(table.measures().keySet());
        shares.addAll(table.measures().keySet());
    }

    /** Computes everything. */
    void settle() {
        measures.addAll(selectors);
        if (selectors.size() > 1) {
            selectors.add(ALL);
        }
        grid = IntStream.concat(Arrays.stream(SIZES).filter(n -> n < smallest), IntStream.of(smallest)).toArray();
        prompts = banks.size();
        bootstrap = new Bootstrap(prompts, SEED);
        banks.forEach((prompt, seeds) -> curves.put(prompt, curves(prompt, seeds)));
        order = losses.isEmpty() ? null : new LossOrder(banks);
        banks.clear();
    }

    private Curves curves(String prompt, List<Bank> seeds) {
        Map<Pair, double[]> expected = new LinkedHashMap<>();
        Map<Pair, Association> associations = new LinkedHashMap<>();
        Map<String, Double> spread = new LinkedHashMap<>();
        Set<String> all = new LinkedHashSet<>(selectors);
        all.addAll(losses);
        Map<String, List<double[][]>> chances = new LinkedHashMap<>(); // of ensembles
        all.stream().filter(name -> members(name).size() > 1)
                .forEach(name -> chances.put(name, seeds.stream().map(bank -> chances(prompt, bank, members(name))).toList()));
        for (String measure : measures) {
            spread.put(measure, mean(seeds, bank -> deviation(bank.column(measure))));
            for (String selector : all) {
                Pair pair = new Pair(selector, measure);
                double[] sum = new double[grid.length];
                for (int i = 0; i < seeds.size(); i++) {
                    double[] one = expected(seeds.get(i), chances.containsKey(selector) ? chances.get(selector).get(i) : null, pair);
                    Arrays.setAll(sum, place -> sum[place] + one[place] / seeds.size());
                }
                expected.put(pair, sum);
                if (!selector.equals(ALL) && !selector.equals(measure)) {
                    List<Association> found = seeds.stream()
                            .map(bank -> Association.of(bank.order(selector), bank.column(measure))).toList();
                    associations.put(pair, new Association(found.stream().mapToDouble(Association::spearman).average().orElse(Double.NaN),
                            found.stream().mapToDouble(Association::kendall).average().orElse(Double.NaN)));
                }
            }
        }
        return new Curves(expected, associations, spread);
    }

    /** What a selector consists of. */
    private List<String> members(String selector) {
        return selector.equals(ALL) ? selectors.stream().filter(name -> !name.equals(ALL)).toList() : VerifierNames.members(selector);
    }

    /** How likely each candidate wins by an ensemble, for each place of the grid. */
    private double[][] chances(String prompt, Bank bank, List<String> names) {
        double[][] members = names.stream().map(bank::column).toArray(double[][]::new);
        // Many draws where there are few prompts to average over.
        int draws = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, ALL_DRAWS / prompts));
        MeanRankOfN pool = new MeanRankOfN(members, NoiseKey.of(SEED, prompt).particle(bank.seed()), draws);
        return Arrays.stream(grid).mapToObj(pool::chances).toArray(double[][]::new);
    }

    private double[] expected(Bank bank, double[][] chances, Pair pair) {
        double[] measured = bank.column(pair.measure);
        if (chances != null) {
            return Arrays.stream(chances).mapToDouble(chance -> MeanRankOfN.expected(chance, measured)).toArray();
        }
        BestOfN order = new BestOfN(bank.column(pair.selector), measured);
        return Arrays.stream(grid).mapToDouble(n -> n <= order.size() ? order.at(n) : Double.NaN).toArray();
    }

    private static double mean(List<Bank> seeds, ToDoubleFunction<Bank> of) {
        return seeds.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private static double deviation(double[] values) {
        double[] there = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(there).average().orElse(Double.NaN);
        return Math.sqrt(Arrays.stream(there).map(value -> (value - mean) * (value - mean)).sum() / Math.max(1, there.length - 1));
    }

    /** Names of what chooses. */
    Set<String> selectors() {
        return selectors;
    }

    /** Losses of the noises, and ensembles of them, that choose too; none where they are not asked. */
    Set<String> losses() {
        return losses;
    }

    /** How far what chooses agrees with the judge; null where no losses are asked. */
    LossOrder order() {
        return order;
    }

    /** The judge's answers. */
    Set<String> answers() {
        return shares;
    }

    /** Prompts, each after its source and a line's end. */
    Set<String> names() {
        return curves.keySet();
    }

    /** Names of what is measured: the judge's answers first. */
    Set<String> measures() {
        return measures;
    }

    /** Numbers of candidates that everything is known for; the first is 1, the last the smallest bank. */
    int[] grid() {
        return grid;
    }

    /** Prompts there are. */
    int prompts() {
        return prompts;
    }

    /** How values of {@code measure} are written. */
    Reading reading(String measure) {
        return new Reading(shares.contains(measure));
    }

    private double[] at(Pair pair, int place) {
        return curves.values().stream().mapToDouble(prompt -> prompt.expected.get(pair)[place]).toArray();
    }

    /** Mean over prompts at a place of the grid. */
    Interval mean(Pair pair, int place) {
        return intervals.computeIfAbsent(pair + " " + place, key -> bootstrap.mean(at(pair, place)));
    }

    /** Paired difference between two places of the grid. */
    Interval gain(Pair pair, int from, int to) {
        return intervals.computeIfAbsent(pair + " " + from + " to " + to, key -> difference(pair, from, to));
    }

    private Interval difference(Pair pair, int from, int to) {
        double[] one = at(pair, from);
        double[] other = at(pair, to);
        double[] gain = new double[one.length];
        Arrays.setAll(gain, i -> other[i] - one[i]);
        return bootstrap.mean(gain);
    }

    /** The place of the highest mean. */
    int top(Pair pair) {
        double[] means = IntStream.range(0, grid.length).mapToDouble(place -> Arrays.stream(at(pair, place)).average().orElse(Double.NaN))
                .toArray();
        return IntStream.range(0, grid.length).reduce(0, (best, place) -> means[place] > means[best] ? place : best);
    }

    /** Where more candidates stop paying. */
    Plateau plateau(Pair pair) {
        return Plateau.of(grid, curves.values().stream().map(prompt -> prompt.expected.get(pair)).toArray(double[][]::new), bootstrap);
    }

    /** Standard deviation of one draw within a prompt, averaged over prompts. */
    double spread(String measure) {
        return curves.values().stream().mapToDouble(prompt -> prompt.spread.get(measure)).filter(value -> !Double.isNaN(value)).average()
                .orElse(Double.NaN);
    }

    /** Rank correlations of each prompt; NaN where there is none. */
    double[] associations(Pair pair, ToDoubleFunction<Association> of) {
        return curves.values().stream().mapToDouble(prompt -> of.applyAsDouble(prompt.associations.get(pair))).toArray();
    }

    /** Mean with its interval of one value per prompt. */
    Interval over(double[] values) {
        return bootstrap.mean(values);
    }
}
