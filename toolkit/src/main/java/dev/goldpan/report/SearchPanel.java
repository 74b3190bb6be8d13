package dev.goldpan.report;

import dev.goldpan.guide.Losses;
import dev.goldpan.run.ByLoss;
import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.search.Cost;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the searches of one model and setting found at each budget: the winner's measures by algorithm and verifier, beside the one
 * draw that is made without a search. Seeds of a prompt are averaged, intervals are over prompts, differences are paired.
 */
final class SearchPanel implements ComputePanel.Curves {
    private static final long SEED = 20_250_726L;
    private static final String BASE = "one draw";
    private static final String PLAIN = "random";

    private final String title;
    private final Function<Spec, String> naming;
    private final Map<String, Integer> prompts = new LinkedHashMap<>();
    private final Map<Line, Map<String, Map<Integer, double[]>>> found = new LinkedHashMap<>(); // by measure, prompt: sum and count
    private final Map<Line, Spent> spent = new LinkedHashMap<>();
    private final Set<String> measures = new LinkedHashSet<>();
    private final Set<String> shares = new LinkedHashSet<>();
    private boolean isByAttention; // whether evaluations charged do not tell what something cost
    private Bootstrap bootstrap;

    /** What is compared. @param nfe 0 for one draw */
    private record Line(String algorithm, String verifier, long nfe) {
        String name() {
            return nfe == 0 ? algorithm : algorithm + " by " + verifier;
        }
    }

    /** What searches took together. @param passed noises that passed their loss's test; NaN where none is tested */
    private record Spent(double searches, double nfe, double forwards, double backwards, double passed) {
        Spent plus(Spent other) {
            return new Spent(searches + other.searches, nfe + other.nfe, forwards + other.forwards, backwards + other.backwards,
                    passed + other.passed);
        }
    }

    /** @param naming what a search is called beside its verifier; those of one name are one row and one curve */
    private SearchPanel(String title, Function<Spec, String> naming) {
        this.title = title;
        this.naming = naming;
    }

    /** Searches by their manner. */
    static SearchPanel ofManners(String title) {
        return new SearchPanel(title, Manner::of);
    }

    /** The same that differ in their steps while searching too (arXiv 2501.09732, Fig. 10). */
    static SearchPanel ofEfforts(String title) {
        return new SearchPanel(title + ", steps while searching", spec -> Manner.of(spec) + " in " + spec.searchSteps() + " steps");
    }

    String title() {
        return title;
    }

    /** Takes a search in. */
    void add(RunTable table) {
        Spec spec = table.item().spec();
        int prompt = prompts.computeIfAbsent(table.item().source() + "\n" + spec.prompt().text(), key -> prompts.size());
        shares.addAll(table.answers());
        measures.addAll(table.measures().keySet());
        measures.addAll(table.scores().keySet());
        isByAttention |= spec.settings().attention().guide() != null || spec.steering().stream().anyMatch(Losses::isLoss);
        boolean isWhole = spec.searchSteps() == spec.settings().steps(); // else a draw has other steps than what is found
        Line draw = new Line(Manner.ofOneDraw(spec) + (isWhole ? "" : " in " + spec.searchSteps() + " steps"), "", 0);
        if (draw.algorithm.equals(BASE) || table.searched() > 1) { // else the search is that draw
            note(draw, prompt, table, table.base());
            if (table.base() >= 0) {
                spend(draw, table, table.spent(table.base()));
            }
        }
        for (long mark : table.item().marks()) {
            Line line = new Line(naming.apply(spec), spec.verifier(), mark);
            note(line, prompt, table, table.winner(mark));
            spend(line, table, mark);
        }
    }

    private void spend(Line line, RunTable table, double nfe) {
        double[] passed = table.scores().get(ByLoss.PASSED);
        spent.merge(line, new Spent(1, table.cost(nfe, Cost::nfe), table.cost(nfe, Cost::forwards), table.cost(nfe, Cost::backwards),
                passed == null ? Double.NaN : Arrays.stream(passed).limit(table.searched()).max().orElse(0)), Spent::plus);
    }

    private void note(Line line, int prompt, RunTable table, int row) {
        if (row >= 0) {
            table.columns().forEach((measure, column) -> {
                if (!Double.isNaN(column[row])) {
                    double[] sum = found.computeIfAbsent(line, key -> new LinkedHashMap<>())
                            .computeIfAbsent(measure, key -> new LinkedHashMap<>()).computeIfAbsent(prompt, key -> new double[2]);
                    sum[0] += column[row];
                    sum[1]++;
                }
            });
        }
    }

    /** Computes what all need. */
    void settle() {
        bootstrap = new Bootstrap(prompts.size(), SEED);
        measures.retainAll(found.values().stream().flatMap(values -> values.keySet().stream()).toList());
    }

    private double[] values(Line line, String measure) {
        double[] values = new double[prompts.size()];
        Map<Integer, double[]> sums = found.getOrDefault(line, Map.of()).getOrDefault(measure, Map.of());
        Arrays.setAll(values, prompt -> sums.containsKey(prompt) ? sums.get(prompt)[0] / sums.get(prompt)[1] : Double.NaN);
        return values;
    }

    private Interval gain(Line from, Line to, String measure) {
        double[] one = values(from, measure);
        double[] other = values(to, measure);
        double[] gain = new double[one.length];
        Arrays.setAll(gain, i -> other[i] - one[i]);
        return bootstrap.mean(gain);
    }

    private List<Line> lines() {
        return found.keySet().stream().filter(line -> line.nfe > 0).toList();
    }

    @Override
    public Set<String> selectors() {
        return new LinkedHashSet<>(lines().stream().map(Line::verifier).toList());
    }

    @Override
    public Set<String> measures() {
        return measures;
    }

    @Override
    public Set<String> about() {
        return Set.copyOf(prompts.keySet());
    }

    @Override
    public Interval draw(String measure) {
        Line base = new Line(BASE, "", 0);
        return found.getOrDefault(base, Map.of()).containsKey(measure) ? bootstrap.mean(values(base, measure)) : null;
    }

    @Override
    public List<Plot.Line> lines(String verifier, String measure) {
        List<Plot.Line> drawn = new ArrayList<>();
        for (String algorithm : new LinkedHashSet<>(lines().stream().map(Line::algorithm).toList())) {
            List<Line> curve = lines().stream().filter(line -> line.algorithm.equals(algorithm) && line.verifier.equals(verifier))
                    .filter(line -> found.getOrDefault(line, Map.of()).containsKey(measure))
                    .sorted((a, b) -> Long.compare(a.nfe, b.nfe)).toList();
            if (!curve.isEmpty()) {
                drawn.add(new Plot.Line(algorithm, curve.stream().mapToDouble(Line::nfe).toArray(),
                        curve.stream().map(line -> bootstrap.mean(values(line, measure))).toArray(Interval[]::new)));
            }
        }
        return drawn;
    }

    /** One chart for each verifier that steers and each measure: a line for each algorithm. */
    List<Plot> charts() {
        List<Plot> charts = new ArrayList<>();
        for (String verifier : selectors()) {
            for (String measure : measures) {
                charts.add(new Plot(Plot.fileName(title + "-" + verifier + "-" + measure),
                        "Steered by " + verifier + ", measured by " + measure, "NFE", measure, lines(verifier, measure)));
            }
        }
        return charts.stream().filter(chart -> !chart.isEmpty()).toList(); // a loss that steers elsewhere
    }

    /** One table for each budget: algorithms and verifiers against measures. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        Line base = new Line(BASE, "", 0);
        for (long nfe : new TreeSet<>(lines().stream().map(Line::nfe).toList())) {
            List<String> header = new ArrayList<>(List.of(nfe + " NFE"));
            header.addAll(measures);
            List<List<String>> rows = new ArrayList<>();
            if (found.containsKey(base)) {
                rows.add(row(BASE, base));
            }
            lines().stream().filter(line -> line.nfe == nfe).forEach(line -> rows.add(row(line.name(), line)));
            tables.add(new Table("What " + nfe + " NFE find", prompts.size()
                    + " prompts; in brackets 95 % bootstrap intervals over prompts.",
                    header, rows));
            List<List<String>> gains = new ArrayList<>();
            for (Line line : lines().stream().filter(line -> line.nfe == nfe).toList()) {
                if (found.containsKey(base)) {
                    gains.add(gains(line.name() + " over one draw", base, line));
                }
                Line random = new Line(PLAIN, line.verifier, nfe);
                if (!line.equals(random) && found.containsKey(random)) {
                    gains.add(gains(line.name() + " over " + PLAIN, random, line));
                }
            }
            if (!gains.isEmpty()) {
                tables.add(new Table("Gains at " + nfe + " NFE", "Paired by prompt; in brackets 95 % bootstrap intervals over prompts.",
                        header, gains));
            }
        }
        if (isByAttention) {
            tables.add(sideBySide(false));
        }
        if (isByAttention && found.containsKey(base)) {
            tables.add(sideBySide(true));
        }
        return tables;
    }

    /**
     * Everything in one table, with what it took: by attention, that is not told by the evaluations charged.
     *
     * @param asGains whether differences to one draw are told
     */
    private Table sideBySide(boolean asGains) {
        Line base = new Line(BASE, "", 0);
        List<String> told = measures.stream().filter(measure -> !found.containsKey(base) || found.get(base).containsKey(measure)).toList();
        List<String> header = new ArrayList<>(List.of("", "NFE charged", "forwards run", "passes back run", "passed the loss's test"));
        header.addAll(told);
        List<List<String>> rows = new ArrayList<>();
        for (Line line : spent.keySet().stream().sorted(Comparator.comparing(line -> line.nfe > 0)).toList()) { // draws first
            Spent sum = spent.get(line);
            if (!asGains || !line.equals(base)) {
                List<String> row = new ArrayList<>(List.of(line.name() + (line.nfe == 0 ? "" : ", " + line.nfe + " NFE"),
                        each(sum.nfe, sum), each(sum.forwards, sum), each(sum.backwards, sum), Double.isNaN(sum.passed) ? "–"
                                : new Reading(true).of(sum.passed / sum.searches)));
                for (String measure : told) {
                    Reading reading = new Reading(shares.contains(measure));
                    row.add(asGains ? reading.gain(gain(base, line, measure)) : reading.of(bootstrap.mean(values(line, measure))));
                }
                rows.add(row);
            }
        }
        return new Table(asGains ? "Side by side: gains over one draw" : "Side by side, with what it took", prompts.size() + " prompts; "
                + (asGains ? "paired by prompt; " : "") + "in brackets 95 % bootstrap intervals over prompts. Costs are means of a search:"
                + " a guided evaluation is two forwards; guidance by attention and optimisation of noise go back through the network too.",
                header, rows);
    }

    private static String each(double sum, Spent spent) {
        return String.format(Locale.ROOT, "%.1f", sum / spent.searches);
    }

    private List<String> row(String name, Line line) {
        List<String> row = new ArrayList<>(List.of(name));
        measures.forEach(measure -> row.add(new Reading(shares.contains(measure)).of(bootstrap.mean(values(line, measure)))));
        return row;
    }

    private List<String> gains(String name, Line from, Line to) {
        List<String> row = new ArrayList<>(List.of(name));
        measures.forEach(measure -> row.add(new Reading(shares.contains(measure)).gain(gain(from, to, measure))));
        return row;
    }
}
