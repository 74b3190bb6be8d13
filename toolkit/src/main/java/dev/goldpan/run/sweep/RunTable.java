package dev.goldpan.run.sweep;

import dev.goldpan.run.Databases;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Objective;
import dev.goldpan.search.Scored;
import dev.goldpan.verify.Llm;
import dev.goldpan.verify.Score;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What became of one item, column by column: a row for each candidate in the order they were looked at, then the winners' final runs
 * where there are any.
 */
public final class RunTable {
    private final WorkItem item;
    private final String run;
    private final List<String> candidates = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private final Map<Long, Integer> rows = new HashMap<>(); // by batch and item
    private final Map<Integer, Cost> costs = new LinkedHashMap<>();
    private final Map<Integer, Boolean> isFinal = new HashMap<>();
    private final Map<String, double[]> scores = new LinkedHashMap<>();
    private final Map<String, double[]> losses = new LinkedHashMap<>(); // by name and form
    private final Map<String, double[]> measures = new LinkedHashMap<>();
    private final List<Integer> batches = new ArrayList<>(); // of each row
    private final Map<Integer, Integer> sizes = new HashMap<>(); // rows of each batch
    private double[] spent; // NFE charged when the row was seen
    private int searched; // rows of the search itself

    private RunTable(WorkItem item) {
        this.item = item;
        this.run = item.run();
    }

    /** Reads what {@code folder} has of {@code item}. */
    public static RunTable read(SweepFolder folder, WorkItem item) {
        RunTable table = new RunTable(item);
        try {
            table.readCosts(folder);
            table.readCandidates(folder);
            table.readValues(folder, "SELECT batch, item, verifier, value FROM scores WHERE run = ? ORDER BY batch, item, place",
                    table.scores);
            table.readValues(folder, "SELECT batch, item, loss, value FROM losses WHERE run = ? ORDER BY batch, item, loss", table.losses);
            table.readValues(folder, "SELECT batch, item, measure, value FROM measures WHERE run = ? ORDER BY batch, item, measure",
                    table.measures);
        } catch (SQLException e) {
            throw Databases.failure(e);
        }
        return table;
    }

    private void readCosts(SweepFolder folder) throws SQLException {
        try (PreparedStatement select = select(folder, "SELECT * FROM costs WHERE run = ? ORDER BY batch");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                costs.put(row.getInt("batch"), new Cost(row.getLong("nfe"), row.getLong("spent"), row.getLong("forwards"),
                        row.getLong("backwards"), row.getLong("decodes"), row.getLong("encodes"), row.getLong("verifications"),
                        row.getDouble("seconds")));
                isFinal.put(row.getInt("batch"), row.getString("phase").equals("final"));
            }
        }
    }

    private void readCandidates(SweepFolder folder) throws SQLException {
        try (PreparedStatement select = select(folder,
                "SELECT batch, item, candidate, image FROM candidates WHERE run = ? ORDER BY batch, item");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.put(key(row.getInt(1), row.getInt(2)), candidates.size());
                batches.add(row.getInt(1));
                candidates.add(row.getString(3));
                images.add(row.getString(4));
            }
        }
        spent = new double[candidates.size()];
        double before = 0;
        for (int from = 0; from < spent.length; ) {
            int batch = batches.get(from);
            int end = from;
            while (end < spent.length && batches.get(end) == batch) {
                end++;
            }
            for (int i = from; i < end; i++) {
                spent[i] = before + costs.get(batch).nfe() * (i - from + 1.0) / (end - from); // candidates of a batch share its charge
            }
            sizes.put(batch, end - from);
            before += costs.get(batch).nfe();
            searched = isFinal.get(batch) ? searched : end;
            from = end;
        }
    }

    private void readValues(SweepFolder folder, String sql, Map<String, double[]> into) throws SQLException {
        try (PreparedStatement select = select(folder, sql); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                double value = row.getDouble(4);
                value = row.wasNull() ? Double.NaN : value; // of the column that was read last
                double[] column = into.computeIfAbsent(row.getString(3), name -> missing(candidates.size()));
                column[rows.get(key(row.getInt(1), row.getInt(2)))] = value;
            }
        }
    }

    private PreparedStatement select(SweepFolder folder, String sql) throws SQLException {
        PreparedStatement select = folder.database().prepareStatement(sql);
        select.setString(1, run);
        return select;
    }

    private static long key(int batch, int item) {
        return (long) batch << 32 | item;
    }

    private static double[] missing(int size) {
        double[] column = new double[size];
        Arrays.fill(column, Double.NaN);
        return column;
    }

    /** What it is of. */
    public WorkItem item() {
        return item;
    }

    /** Rows of the search, without final runs. */
    public int searched() {
        return searched;
    }

    /** All rows. */
    public int size() {
        return candidates.size();
    }

    /** The candidate of a row, as text. */
    public String candidate(int row) {
        return candidates.get(row);
    }

    /** Hash of a row's picture; null where it is not finished. */
    public String image(int row) {
        return images.get(row);
    }

    /** The batch of a row, from 0. */
    public int batch(int row) {
        return batches.get(row);
    }

    /** Rows of a row's batch. */
    public int batchSize(int row) {
        return sizes.get(batches.get(row));
    }

    /** Cost of a row's batch. */
    public Cost batchCost(int row) {
        return costs.get(batches.get(row));
    }

    /** Evaluations charged when the row had been seen. */
    public double spent(int row) {
        return spent[row];
    }

    /** Scores by verifier; NaN where there is none. */
    public Map<String, double[]> scores() {
        return scores;
    }

    /**
     * Minus each loss of the noise that the item asks, by its name, so that higher is better as in scores; NaN where it was not asked yet
     * or the prompt has none.
     */
    public Map<String, double[]> losses() {
        Map<String, double[]> asked = new LinkedHashMap<>();
        item.losses().forEach(choice -> choice.members().stream().filter(loss -> losses.containsKey(choice.kept(loss)))
                .forEach(loss -> asked.put(loss, losses.get(choice.kept(loss)))));
        return asked;
    }

    /** The judges' answers by question, 1 for right, 0 for wrong, and graders' marks by aspect; NaN where none was asked. */
    public Map<String, double[]> measures() {
        return measures;
    }

    /** Those of {@link #measures} that are answers, whose mean is a share. */
    public List<String> answers() {
        return measures.keySet().stream().filter(name -> !Llm.isMark(name)).toList();
    }

    /** Scores, losses and answers. */
    public Map<String, double[]> columns() {
        return together(losses());
    }

    /** Scores, every loss that is kept by its name and form, and answers. */
    public Map<String, double[]> kept() {
        return together(losses);
    }

    private Map<String, double[]> together(Map<String, double[]> ofNoises) {
        Map<String, double[]> all = new LinkedHashMap<>(scores);
        all.putAll(ofNoises);
        all.putAll(measures);
        return all;
    }

    /** Everything together. */
    public Cost cost() {
        return costs.values().stream().reduce(Cost.NONE, Cost::plus);
    }

    /** What was taken up to {@code nfe} evaluations, where rows have equal shares of their batch; at the budget's end with final runs. */
    public double cost(double nfe, ToDoubleFunction<Cost> of) {
        return IntStream.range(0, size()).filter(row -> row < searched ? spent[row] <= nfe + 0.5 : nfe >= item.nfe())
                .mapToDouble(row -> of.applyAsDouble(batchCost(row)) / batchSize(row)).sum();
    }

    /** The first candidate: what one gets without a search; -1 where it was not finished, since those that were then are chosen ones. */
    public int base() {
        return searched > 0 && images.get(0) != null ? 0 : -1;
    }

    /**
     * The row of what the search had found when {@code nfe} evaluations were charged: the final run of the winner where it was made in
     * the end, else the best finished candidate by what steered; -1 where there is none.
     */
    public int winner(double nfe) {
        if (searched < size() && nfe >= item.nfe()) {
            return searched;
        }
        int[] pool = IntStream.range(0, searched).filter(row -> images.get(row) != null && spent[row] <= nfe + 0.5).toArray();
        return best(pool, item.spec().steering());
    }

    /** The best row of {@code from} by verifiers or losses, the first of equal ones; -1 where none has a score. */
    public int best(int[] from, List<String> verifiers) {
        int[] pool = IntStream.of(from).filter(row -> verifiers.stream().anyMatch(name -> !score(name, row).failed())).toArray();
        List<Scored> scored = IntStream.of(pool).mapToObj(row -> {
            Map<String, Score> said = new LinkedHashMap<>();
            verifiers.forEach(name -> said.put(name, score(name, row)));
            return new Scored(null, said);
        }).toList();
        double[] values = new Objective(verifiers).values(scored);
        return IntStream.range(0, pool.length).boxed().reduce((best, i) -> values[i] > values[best] ? i : best).map(i -> pool[i])
                .orElse(-1);
    }

    private Score score(String verifier, int row) {
        double[] column = scores.getOrDefault(verifier, losses().get(verifier));
        return column == null || Double.isNaN(column[row]) ? Score.failed("no score") : Score.of(column[row]);
    }
}
