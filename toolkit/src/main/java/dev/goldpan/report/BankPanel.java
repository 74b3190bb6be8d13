package dev.goldpan.report;

import dev.goldpan.report.BankCurves.Pair;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.stats.Association;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.Plateau;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What the banks of one model and setting say, as charts and tables. */
final class BankPanel implements ComputePanel.Curves {
    private static final int[] TOLD = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    private static final double PER_CENT = 100;

    private final String title;
    private final BankCurves curves = new BankCurves();
    private final StoppingPanel stopping = new StoppingPanel();
    private boolean isWhole; // whether a draw has the steps of what is found

    BankPanel(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Takes a bank in. */
    void add(RunTable table) {
        curves.add(table);
        stopping.add(table);
        isWhole = table.item().spec().searchSteps() == table.item().spec().settings().steps();
    }

    /** One verifier and all of them together: more would be too many charts. */
    @Override
    public Set<String> selectors() {
        Set<String> some = new LinkedHashSet<>();
        curves.selectors().stream().limit(1).forEach(some::add);
        curves.selectors().stream().filter(BankCurves.ALL::equals).forEach(some::add);
        return some;
    }

    @Override
    public Set<String> measures() {
        return curves.measures();
    }

    @Override
    public Set<String> about() {
        return Set.copyOf(curves.names());
    }

    @Override
    public List<Plot.Line> lines(String selector, String measure) {
        Pair pair = new Pair(selector, measure);
        return !curves.selectors().contains(selector) || !curves.measures().contains(measure) ? List.of()
                : List.of(new Plot.Line("best of N", Arrays.stream(curves.grid()).mapToDouble(n -> n * curves.evaluations()).toArray(),
                        places().mapToObj(place -> curves.mean(pair, place)).toArray(Interval[]::new)));
    }

    @Override
    public Interval draw(String measure) {
        String any = curves.selectors().iterator().next(); // of one draw all choose the same
        return isWhole && curves.measures().contains(measure) ? curves.mean(new Pair(any, measure), 0) : null;
    }

    /** Computes everything. */
    void settle() {
        curves.settle();
        stopping.settle();
    }

    /** What losses of attention choose; nothing where none are asked. */
    Optional<LossPanel> losses() {
        return curves.losses().isEmpty() ? Optional.empty() : Optional.of(new LossPanel(title, curves));
    }

    private IntStream places() {
        return IntStream.range(0, curves.grid().length);
    }

    private int last() {
        return curves.grid().length - 1;
    }

    private double[] x() {
        return Arrays.stream(curves.grid()).asDoubleStream().toArray();
    }

    /** One chart for each measure: a line for each selector. */
    List<Plot> charts() {
        List<Plot> charts = new ArrayList<>();
        for (String measure : curves.measures()) {
            List<Plot.Line> lines = new ArrayList<>();
            for (String selector : curves.selectors()) {
                Pair pair = new Pair(selector, measure);
                lines.add(new Plot.Line("chosen by " + selector, x(), places().mapToObj(place -> curves.mean(pair, place))
                        .toArray(Interval[]::new)));
            }
            charts.add(new Plot(stem(measure), "Best of N, measured by " + measure, "candidates", measure, lines));
        }
        return charts;
    }

    /** Every measure in its own spread, for each selector: what is steered beside what is not. */
    List<Plot> hacking() {
        List<Plot> charts = new ArrayList<>();
        for (String selector : curves.selectors()) {
            List<Plot.Line> lines = new ArrayList<>();
            for (String measure : curves.measures()) {
                Pair pair = new Pair(selector, measure);
                double spread = curves.spread(measure);
                if (spread > 0) {
                    lines.add(new Plot.Line(measure.equals(selector) ? measure + " (steers)" : measure, x(),
                            places().mapToObj(place -> scaled(curves.gain(pair, 0, place), spread)).toArray(Interval[]::new)));
                }
            }
            charts.add(new Plot(stem("steered by " + selector), "Steered by " + selector + ": gains in spreads of one draw",
                    "candidates", "gain / standard deviation", lines));
        }
        return charts;
    }

    private static Interval scaled(Interval interval, double by) {
        return new Interval(interval.mean() / by, interval.low() / by, interval.high() / by);
    }

    private String stem(String what) {
        return Plot.fileName(title + "-" + what);
    }

    /** The tables: best-of-N and its gains, plateaus, correlations, what falls while the steered score rises, where searches would stop. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (String measure : curves.measures()) {
            tables.add(measured(measure));
            tables.add(gains(measure));
        }
        tables.add(correlations());
        tables.add(falling());
        stopping.table().ifPresent(tables::add);
        return tables;
    }

    /** Places in the grid that tables tell. */
    private int[] told() {
        return places().filter(place -> place == last() || Arrays.binarySearch(TOLD, curves.grid()[place]) >= 0).toArray();
    }

    private Table measured(String measure) {
        Reading reading = curves.reading(measure);
        List<String> header = header(told());
        header.add("plateau");
        List<List<String>> rows = rows(told(), (pair, place) -> reading.of(curves.mean(pair, place)), measure);
        for (List<String> row : rows) {
            row.add(plateau(curves.plateau(new Pair(row.get(0), measure))));
        }
        String note = String.format(Locale.ROOT, "%d prompts, %d candidates each; in brackets 95 %% bootstrap intervals over prompts."
                + " Plateau: the smallest N with %.0f %% of the largest gain over one draw, and its interval; none where no gain can be"
                + " shown.", curves.prompts(), curves.grid()[last()], PER_CENT * Plateau.SHARE);
        return new Table("Best of N, measured by " + measure, note, header, rows);
    }

    private Table gains(String measure) {
        int[] told = Arrays.stream(told()).filter(place -> place > 0).toArray();
        Reading reading = curves.reading(measure);
        return new Table("Gain of the best of N over one draw, measured by " + measure, "Paired; 95 % bootstrap intervals over prompts.",
                header(told), rows(told, (pair, place) -> reading.gain(curves.gain(pair, 0, place)), measure));
    }

    private List<String> header(int[] told) {
        List<String> header = new ArrayList<>(List.of("chosen by"));
        for (int place : told) {
            header.add("N = " + curves.grid()[place]);
        }
        return header;
    }

    private List<List<String>> rows(int[] told, BiFunction<Pair, Integer, String> cell, String measure) {
        List<List<String>> rows = new ArrayList<>();
        for (String selector : curves.selectors()) {
            List<String> row = new ArrayList<>(List.of(selector));
            for (int place : told) {
                row.add(cell.apply(new Pair(selector, measure), place));
            }
            rows.add(row);
        }
        return rows;
    }

    static String plateau(Plateau plateau) {
        return plateau.n() == 0 ? "none" : Double.isNaN(plateau.low()) ? String.valueOf(plateau.n())
                : String.format(Locale.ROOT, "%d (%.0f to %.0f)", plateau.n(), plateau.low(), plateau.high());
    }

    private Table correlations() {
        List<List<String>> rows = new ArrayList<>();
        for (String selector : curves.selectors()) {
            for (String measure : curves.measures()) {
                if (!selector.equals(BankCurves.ALL) && !selector.equals(measure)) {
                    Pair pair = new Pair(selector, measure);
                    double[] rho = curves.associations(pair, Association::spearman);
                    double[] tau = curves.associations(pair, Association::kendall);
                    rows.add(List.of(selector + " with " + measure, correlation(curves.over(rho)), correlation(curves.over(tau)),
                            String.valueOf(Arrays.stream(rho).filter(value -> !Double.isNaN(value)).count())));
                }
            }
        }
        return new Table("How far scores order candidates alike", "Rank correlations among the candidates of a prompt, averaged over the"
                + " prompts where both differ between candidates; 95 % bootstrap intervals over prompts.",
                List.of("", "Spearman", "Kendall tau-b", "prompts"), rows);
    }

    static String correlation(Interval interval) {
        return Double.isNaN(interval.mean()) ? "–" : Double.isNaN(interval.low()) ? String.format(Locale.ROOT, "%.3f", interval.mean())
                : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", interval.mean(), interval.low(), interval.high());
    }

    /** From where a measure that does not steer falls again. */
    private Table falling() {
        List<List<String>> rows = new ArrayList<>();
        for (String selector : curves.selectors()) {
            for (String measure : curves.measures()) {
                Pair pair = new Pair(selector, measure);
                int top = curves.top(pair);
                Interval after = curves.gain(pair, top, last());
                if (!measure.equals(selector) && top < last() && after.mean() < 0) {
                    rows.add(List.of(selector, measure, "N = " + curves.grid()[top], curves.reading(measure).gain(after),
                            after.high() < 0 ? "yes" : "not shown"));
                }
            }
        }
        return new Table("What falls while the steered score rises", "From the N at which the mean is highest to the largest; shown: the"
                + " paired interval lies below 0.", List.of("steered by", "measure", "highest at", "change from there", "shown"), rows);
    }
}
