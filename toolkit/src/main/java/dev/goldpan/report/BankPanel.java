package dev.goldpan.report;

import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.stats.Association;
import dev.goldpan.stats.BestOfN;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.MeanRankOfN;
import dev.goldpan.stats.Plateau;
import dev.goldpan.tensor.NoiseKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the banks of one model and setting say: the expected measure of best-of-N for every selector, exactly, by the order
 * statistics of each prompt's candidates; ensembles re-ranked over the pool compared. Seeds of a prompt are averaged, intervals are
 * over prompts.
 */
final class BankPanel {
    private static final long SEED = 20_250_726L;
    private static final int[] SIZES = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256, 300, 400, 512, 1000};
    private static final int[] TOLD = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    private static final int FEWEST_DRAWS = 20;
    private static final int MOST_DRAWS = 400;
    private static final int ALL_DRAWS = 16_000;
    private static final String ALL = "ensemble of all";

    private final String title;
    private final Map<String, List<Bank>> prompts = new LinkedHashMap<>(); // emptied once they are read
    private final Map<String, Curves> curves = new LinkedHashMap<>(); // by prompt
    private final Set<String> selectors = new LinkedHashSet<>();
    private final Set<String> measures = new LinkedHashSet<>();
    private final Set<String> shares = new LinkedHashSet<>();
    private int smallest = Integer.MAX_VALUE;
    private int[] grid;
    private int sizes; // prompts
    private Bootstrap bootstrap;

    /** Candidates of one prompt and seed. @param columns scores and answers by name */
    private record Bank(long seed, Map<String, double[]> columns, int size) {
        double[] column(String name) {
            double[] column = columns.get(name);
            double[] missing = new double[column == null ? size : 0];
            Arrays.fill(missing, Double.NaN);
            return column == null ? missing : column;
        }
    }

    /** One prompt: expected measures by selector and measure over the grid, associations, spread of one draw. */
    private record Curves(Map<String, double[]> expected, Map<String, Association> associations, Map<String, Double> spread) {}

    BankPanel(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Takes a bank in. */
    void add(RunTable table) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        table.columns().forEach((name, column) -> columns.put(name, Arrays.copyOf(column, table.searched())));
        prompts.computeIfAbsent(table.item().source() + "\n" + table.item().spec().prompt().text(), key -> new ArrayList<>())
                .add(new Bank(table.item().spec().seed(), columns, table.searched()));
        smallest = Math.min(smallest, table.searched());
        selectors.addAll(table.scores().keySet());
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
        sizes = prompts.size();
        bootstrap = new Bootstrap(sizes, SEED);
        prompts.forEach((prompt, tables) -> curves.put(prompt, curves(prompt, tables)));
        prompts.clear();
    }

    private Curves curves(String prompt, List<Bank> banks) {
        Map<String, double[]> expected = new LinkedHashMap<>();
        Map<String, Association> associations = new LinkedHashMap<>();
        Map<String, Double> spread = new LinkedHashMap<>();
        for (String measure : measures) {
            spread.put(measure, mean(banks, bank -> deviation(bank.column(measure))));
            for (String selector : selectors) {
                String key = selector + "\n" + measure;
                double[] sum = new double[grid.length];
                for (Bank bank : banks) {
                    double[] one = expected(prompt, bank, selector, measure);
                    Arrays.setAll(sum, i -> sum[i] + one[i] / banks.size());
                }
                expected.put(key, sum);
                if (!selector.equals(ALL)) {
                    List<Association> all = banks.stream().map(bank -> Association.of(bank.column(selector), bank.column(measure))).toList();
                    associations.put(key, new Association(all.stream().mapToDouble(Association::spearman).average().orElse(Double.NaN),
                            all.stream().mapToDouble(Association::kendall).average().orElse(Double.NaN)));
                }
            }
        }
        return new Curves(expected, associations, spread);
    }

    private double[] expected(String prompt, Bank bank, String selector, String measure) {
        double[] measured = bank.column(measure);
        if (selector.equals(ALL)) {
            double[][] members = selectors.stream().filter(name -> !name.equals(ALL)).map(bank::column).toArray(double[][]::new);
            MeanRankOfN pool = new MeanRankOfN(members, measured, NoiseKey.of(SEED, prompt).particle(bank.seed), draws());
            return Arrays.stream(grid).mapToDouble(n -> n <= pool.size() ? pool.at(n) : Double.NaN).toArray();
        }
        BestOfN order = new BestOfN(bank.column(selector), measured);
        return Arrays.stream(grid).mapToDouble(n -> n <= order.size() ? order.at(n) : Double.NaN).toArray();
    }

    /** Many where there are few prompts to average over. */
    private int draws() {
        return Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, ALL_DRAWS / sizes));
    }

    private static double mean(List<Bank> banks, ToDoubleFunction<Bank> of) {
        return banks.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private static double deviation(double[] values) {
        double[] there = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(there).average().orElse(Double.NaN);
        return Math.sqrt(Arrays.stream(there).map(value -> (value - mean) * (value - mean)).sum() / Math.max(1, there.length - 1));
    }

    private Reading reading(String measure) {
        return new Reading(shares.contains(measure));
    }

    private double[] at(String selector, String measure, int place) {
        return curves.values().stream().mapToDouble(prompt -> prompt.expected.get(selector + "\n" + measure)[place]).toArray();
    }

    private Interval mean(String selector, String measure, int place) {
        return bootstrap.mean(at(selector, measure, place));
    }

    private Interval gain(String selector, String measure, int from, int to) {
        double[] one = at(selector, measure, from);
        double[] other = at(selector, measure, to);
        double[] gain = new double[one.length];
        Arrays.setAll(gain, i -> other[i] - one[i]);
        return bootstrap.mean(gain);
    }

    /** One chart for each measure: a line for each selector. */
    List<LineChart> charts() {
        List<LineChart> charts = new ArrayList<>();
        double[] x = Arrays.stream(grid).asDoubleStream().toArray();
        for (String measure : measures) {
            List<LineChart.Line> lines = new ArrayList<>();
            for (String selector : selectors) {
                lines.add(new LineChart.Line("chosen by " + selector, x, IntStream.range(0, grid.length)
                        .mapToObj(place -> mean(selector, measure, place)).toArray(Interval[]::new)));
            }
            charts.add(new LineChart(stem(measure), "Best of N, measured by " + measure, "candidates", measure, lines));
        }
        return charts;
    }

    /** Every measure in its own spread, for each selector: what is steered beside what is not. */
    List<LineChart> hacking() {
        List<LineChart> charts = new ArrayList<>();
        double[] x = Arrays.stream(grid).asDoubleStream().toArray();
        for (String selector : selectors) {
            List<LineChart.Line> lines = new ArrayList<>();
            for (String measure : measures) {
                if (!Double.isNaN(spread(measure)) && spread(measure) > 0) {
                    lines.add(new LineChart.Line(measure.equals(selector) ? measure + " (steers)" : measure, x, IntStream.range(0, grid.length)
                            .mapToObj(place -> scaled(gain(selector, measure, 0, place), spread(measure))).toArray(Interval[]::new)));
                }
            }
            charts.add(new LineChart(stem("steered by " + selector), "Steered by " + selector + ": gains in spreads of one draw", "candidates",
                    "gain / standard deviation", lines));
        }
        return charts;
    }

    private double spread(String measure) {
        return curves.values().stream().mapToDouble(prompt -> prompt.spread.get(measure)).filter(value -> !Double.isNaN(value)).average()
                .orElse(Double.NaN);
    }

    private static Interval scaled(Interval interval, double by) {
        return new Interval(interval.mean() / by, interval.low() / by, interval.high() / by);
    }

    private String stem(String what) {
        return (title + "-" + what).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** The tables: best-of-N and its gain, plateaus, correlations, and what falls while the steered score rises. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        int[] told = IntStream.range(0, grid.length).filter(place -> place == grid.length - 1
                || Arrays.binarySearch(TOLD, grid[place]) >= 0).toArray();
        for (String measure : measures) {
            List<String> header = new ArrayList<>(List.of("chosen by"));
            for (int place : told) {
                header.add("N = " + grid[place]);
            }
            header.add("gain");
            header.add("plateau");
            List<List<String>> rows = new ArrayList<>();
            for (String selector : selectors) {
                List<String> row = new ArrayList<>(List.of(selector));
                for (int place : told) {
                    row.add(reading(measure).of(mean(selector, measure, place)));
                }
                row.add(reading(measure).gain(gain(selector, measure, 0, grid.length - 1)));
                row.add(plateau(selector, measure));
                rows.add(row);
            }
            tables.add(new Table("Best of N, measured by " + measure, note(), header, rows));
        }
        tables.add(correlations());
        tables.add(falling());
        return tables;
    }

    private String note() {
        return String.format(Locale.ROOT, "%d prompts, %d candidates each; in brackets 95 %% bootstrap intervals over prompts; gain: largest N less"
                + " N = 1, paired. Plateau: the smallest N with %.0f %% of the largest gain, and its interval; none where no gain can be shown.",
                curves.size(), smallest, 100 * Plateau.SHARE);
    }

    private String plateau(String selector, String measure) {
        double[][] all = curves.values().stream().map(prompt -> prompt.expected.get(selector + "\n" + measure)).toArray(double[][]::new);
        Plateau plateau = Plateau.of(grid, all, bootstrap);
        return plateau.n() == 0 ? "none" : Double.isNaN(plateau.low()) ? String.valueOf(plateau.n())
                : String.format(Locale.ROOT, "%d (%.0f to %.0f)", plateau.n(), plateau.low(), plateau.high());
    }

    private Table correlations() {
        List<List<String>> rows = new ArrayList<>();
        for (String selector : selectors) {
            for (String measure : measures) {
                if (!selector.equals(ALL) && !selector.equals(measure)) {
                    String key = selector + "\n" + measure;
                    double[] rho = curves.values().stream().mapToDouble(prompt -> prompt.associations.get(key).spearman()).toArray();
                    double[] tau = curves.values().stream().mapToDouble(prompt -> prompt.associations.get(key).kendall()).toArray();
                    rows.add(List.of(selector + " with " + measure, correlation(bootstrap.mean(rho)), correlation(bootstrap.mean(tau)),
                            String.valueOf(Arrays.stream(rho).filter(value -> !Double.isNaN(value)).count())));
                }
            }
        }
        return new Table("How far scores order candidates alike", "Rank correlations among the candidates of a prompt, averaged over the prompts"
                + " where both differ between candidates; 95 % bootstrap intervals over prompts.", List.of("", "Spearman", "Kendall tau-b",
                "prompts"), rows);
    }

    private static String correlation(Interval interval) {
        return Double.isNaN(interval.mean()) ? "–" : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", interval.mean(), interval.low(),
                interval.high());
    }

    /** From where a held-out measure falls again. */
    private Table falling() {
        List<List<String>> rows = new ArrayList<>();
        for (String selector : selectors) {
            for (String measure : measures) {
                int top = IntStream.range(0, grid.length).reduce(0, (best, place) ->
                        mean(selector, measure, place).mean() > mean(selector, measure, best).mean() ? place : best);
                Interval after = gain(selector, measure, top, grid.length - 1);
                if (!measure.equals(selector) && top < grid.length - 1 && after.mean() < 0) {
                    rows.add(List.of(selector, measure, "N = " + grid[top], reading(measure).gain(after), after.high() < 0 ? "yes" : "not shown"));
                }
            }
        }
        return new Table("What falls while the steered score rises", "From the N at which the mean is highest to the largest; shown: the paired"
                + " interval lies below 0.", List.of("steered by", "measure", "highest at", "change from there", "shown"), rows);
    }
}
