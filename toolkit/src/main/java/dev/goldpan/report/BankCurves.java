package dev.goldpan.report;

import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.stats.Association;
import dev.goldpan.stats.BestOfN;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.MeanRankOfN;
import dev.goldpan.stats.Plateau;
import dev.goldpan.stats.Ranking;
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
    private final List<String> names = new ArrayList<>(); // prompts, in the order of all that follows
    private final Map<Pair, double[][]> expected = new LinkedHashMap<>(); // [prompt][place in the grid]
    private final Map<Pair, Association[]> associations = new LinkedHashMap<>(); // [prompt]
    private final Map<String, double[]> spreads = new LinkedHashMap<>(); // of one draw by measure, [prompt]
    private final Set<String> selectors = new LinkedHashSet<>();
    private final Set<String> losses = new LinkedHashSet<>();
    private final Set<String> measures = new LinkedHashSet<>();
    private final Set<String> shares = new LinkedHashSet<>();
    private final Map<String, Interval> intervals = new HashMap<>(); // charts and tables ask for the same ones
    private int smallest = Integer.MAX_VALUE;
    private double evaluations; // charged, of all candidates
    private double candidates;
    private double forwards; // of one evaluation
    private int prompts;
    private int[] grid;
    private Bootstrap bootstrap;
    private LossOrder order; // null where no losses are asked

    /** What chooses and what is measured of the choice. */
    record Pair(String selector, String measure) {}

    /** Takes a bank in. */
    void add(RunTable table) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        table.columns().forEach((name, column) -> columns.put(name, Arrays.copyOf(column, table.searched())));
        banks.computeIfAbsent(table.item().source() + "\n" + table.item().spec().prompt().text(), key -> new ArrayList<>())
                .add(new Bank(table.item().spec().seed(), columns, table.searched()));
        smallest = Math.min(smallest, table.searched());
        Spec spec = table.item().spec();
        evaluations += table.searched() == 0 ? 0 : table.spent(table.searched() - 1);
        candidates += table.searched();
        forwards = (spec.settings().guidance() > 1 ? 2.0 : 1.0) / spec.budget().pair();
        selectors.addAll(table.scores().keySet());
        table.item().losses().forEach(choice -> losses.addAll(choice.names()));
        measures.addAll(table.measures().keySet());
        shares.addAll(table.answers());
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
        banks.forEach((prompt, seeds) -> {
            compute(names.size(), prompt, seeds);
            names.add(prompt);
        });
        order = losses.isEmpty() ? null : new LossOrder(banks);
        banks.clear();
    }

    /** One prompt. @param at its place */
    private void compute(int at, String prompt, List<Bank> seeds) {
        Set<String> all = new LinkedHashSet<>(selectors);
        all.addAll(losses);
        List<Map<String, Ranking>> orders = seeds.stream().map(bank -> orders(bank, all)).toList();
        Map<String, List<double[][]>> chances = new LinkedHashMap<>(); // of ensembles
        all.stream().filter(name -> members(name).size() > 1).forEach(name -> chances.put(name, IntStream.range(0, seeds.size())
                .mapToObj(i -> chances(prompt, seeds.get(i).seed(), members(name).stream().map(orders.get(i)::get).toList())).toList()));
        for (String measure : measures) {
            spreads.computeIfAbsent(measure, key -> new double[prompts])[at] = mean(seeds, bank -> deviation(bank.column(measure)));
            for (String selector : all) {
                boolean[] knows = knowing(selector, seeds);
                Pair pair = new Pair(selector, measure);
                double[] sum = new double[grid.length];
                for (int i = 0; i < seeds.size(); i++) {
                    double[] measured = seeds.get(i).column(measure);
                    double[] one = !knows[i] ? unknown() : chances.containsKey(selector) ? expected(chances.get(selector).get(i), measured)
                            : expected(new BestOfN(orders.get(i).get(selector), measured));
                    Arrays.setAll(sum, place -> sum[place] + one[place] / seeds.size());
                }
                expected.computeIfAbsent(pair, key -> new double[prompts][])[at] = sum;
                if (!selector.equals(ALL) && !selector.equals(measure)) {
                    List<Association> found = orders.stream()
                            .map(order -> Association.of(order.get(selector), order.get(measure))).toList();
                    associations.computeIfAbsent(pair, key -> new Association[prompts])[at] = new Association(
                            found.stream().mapToDouble(Association::spearman).average().orElse(Double.NaN),
                            found.stream().mapToDouble(Association::kendall).average().orElse(Double.NaN));
                }
            }
        }
    }

    /** Whether {@code selector} has any value of the candidates of each seed: who has none chooses nothing. */
    private boolean[] knowing(String selector, List<Bank> seeds) {
        boolean[] knows = new boolean[seeds.size()];
        for (int i = 0; i < knows.length; i++) {
            Bank bank = seeds.get(i);
            knows[i] = members(selector).stream().map(bank::column).flatMapToDouble(Arrays::stream).anyMatch(value -> !Double.isNaN(value));
        }
        return knows;
    }

    private double[] unknown() {
        double[] none = new double[grid.length];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** Everything that chooses or is measured, in its order. */
    private Map<String, Ranking> orders(Bank bank, Set<String> all) {
        Set<String> names = new LinkedHashSet<>(measures);
        names.addAll(all);
        names.remove(ALL);
        all.forEach(name -> names.addAll(members(name)));
        Map<String, Ranking> orders = new LinkedHashMap<>();
        names.forEach(name -> orders.put(name, Ranking.of(bank.order(name))));
        return orders;
    }

    /** What a selector consists of. */
    private List<String> members(String selector) {
        return selector.equals(ALL) ? selectors.stream().filter(name -> !name.equals(ALL)).toList() : VerifierNames.members(selector);
    }

    /** How likely each candidate wins by an ensemble, for each place of the grid. */
    private double[][] chances(String prompt, long seed, List<Ranking> members) {
        // Draws err to no side, so what counts for a mean over prompts is how many there are in all. Over 16,000 a share errs by 0.004 (one
        // standard deviation, at most); intervals over prompts hold that too, and with five draws a prompt are wider by about a tenth.
        int draws = Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, ALL_DRAWS / prompts));
        MeanRankOfN pool = new MeanRankOfN(members, NoiseKey.of(SEED, prompt).particle(seed), draws);
        return Arrays.stream(grid).mapToObj(pool::chances).toArray(double[][]::new);
    }

    private static double[] expected(double[][] chances, double[] measured) {
        return Arrays.stream(chances).mapToDouble(chance -> MeanRankOfN.expected(chance, measured)).toArray();
    }

    private double[] expected(BestOfN order) {
        return Arrays.stream(grid).mapToDouble(n -> n <= order.size() ? order.at(n) : Double.NaN).toArray();
    }

    private static double mean(List<Bank> seeds, ToDoubleFunction<Bank> of) {
        return seeds.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    /** Standard deviation of the values that are there. */
    static double deviation(double[] values) {
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
    List<String> names() {
        return List.copyOf(names);
    }

    /** Names of what is measured: the judge's answers and marks first. */
    Set<String> measures() {
        return measures;
    }

    /** Numbers of candidates that everything is known for; the first is 1, the last the smallest bank. */
    int[] grid() {
        return grid;
    }

    /** The largest place in the grid with at most {@code n} candidates. */
    int place(int n) {
        return IntStream.range(0, grid.length).filter(place -> grid[place] <= n).max().orElse(0);
    }

    /** Evaluations charged for one candidate. */
    double evaluations() {
        return evaluations / candidates;
    }

    /** Forwards of the network for one candidate, without padding. */
    double forwards() {
        return evaluations() * forwards;
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
        return Arrays.stream(expected.get(pair)).mapToDouble(curve -> curve[place]).toArray();
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
        double[] means = IntStream.range(0, grid.length).mapToDouble(place -> mean(pair, place).mean()).toArray();
        return IntStream.range(0, grid.length).reduce(0, (best, place) -> means[place] > means[best] ? place : best);
    }

    /** Where more candidates stop paying. */
    Plateau plateau(Pair pair) {
        return Plateau.of(grid, expected.get(pair), bootstrap);
    }

    /** Standard deviation of one draw within a prompt, averaged over prompts. */
    double spread(String measure) {
        return Arrays.stream(spreads.get(measure)).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    /** Rank correlations of each prompt; NaN where there is none. */
    double[] associations(Pair pair, ToDoubleFunction<Association> of) {
        return Arrays.stream(associations.get(pair)).mapToDouble(of).toArray();
    }

    /** Mean with its interval of one value per prompt. */
    Interval over(double[] values) {
        return bootstrap.mean(values);
    }
}
