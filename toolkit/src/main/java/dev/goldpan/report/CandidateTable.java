package dev.goldpan.report;

import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.search.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Every candidate of a sweep as a row: what was asked, the recipe, what it cost, and every score and answer in a column of its own. A
 * candidate's cost is an equal share of its batch's, so that a column of costs adds up to the sweep's.
 */
final class CandidateTable {
    /** What a column holds. */
    enum Kind {
        /** Text. */
        TEXT,
        /** A whole number. */
        WHOLE,
        /** A number. */
        NUMBER,
        /** Yes or no. */
        FLAG
    }

    /** A column. */
    record Column(String name, Kind kind) {}

    /** Who takes the rows, cell by cell in the order of the columns; a cell is a String, Long, Double or Boolean, or null for none. */
    interface Sink {
        /** Takes a row. The array is used again for the next one. */
        void row(Object[] cells);
    }

    private static final List<Share> SHARES = List.of(new Share("cost-nfe", Cost::nfe), new Share("cost-nfe-run", Cost::spent),
            new Share("cost-forwards", Cost::forwards), new Share("cost-backwards", Cost::backwards),
            new Share("cost-decodes", Cost::decodes), new Share("cost-encodes", Cost::encodes),
            new Share("cost-verifications", Cost::verifications), new Share("cost-seconds", Cost::seconds));

    private final List<Column> columns = new ArrayList<>();
    private final List<String> values;

    private record Share(String name, ToDoubleFunction<Cost> of) {}

    /** @param values names of scores, losses and answers, as they are kept */
    CandidateTable(List<String> values) {
        this.values = List.copyOf(values);
        add(Kind.TEXT, "run", "part", "source", "prompt", "model");
        add(Kind.WHOLE, "steps", "search-steps");
        add(Kind.NUMBER, "guidance");
        add(Kind.TEXT, "algorithm", "set", "verifier");
        add(Kind.WHOLE, "optimise");
        add(Kind.TEXT, "guide");
        add(Kind.WHOLE, "seed", "row", "batch");
        add(Kind.FLAG, "final");
        add(Kind.WHOLE, "nfe");
        SHARES.forEach(share -> add(Kind.NUMBER, share.name));
        add(Kind.TEXT, "candidate", "image");
        values.forEach(value -> add(Kind.NUMBER, value));
    }

    private void add(Kind kind, String... names) {
        for (String name : names) {
            columns.add(new Column(name, kind));
        }
    }

    /** Its columns. */
    List<Column> columns() {
        return List.copyOf(columns);
    }

    /** Gives the candidates of a run to {@code sink}. */
    void rows(RunTable table, Sink sink) {
        Object[] asked = asked(table);
        List<double[]> said = new ArrayList<>();
        values.forEach(value -> said.add(table.kept().get(value)));
        Object[] cells = new Object[columns.size()];
        System.arraycopy(asked, 0, cells, 0, asked.length);
        for (int row = 0; row < table.size(); row++) {
            int next = asked.length;
            cells[next++] = (long) row;
            cells[next++] = (long) table.batch(row);
            cells[next++] = row >= table.searched();
            cells[next++] = Math.round(table.spent(row));
            Cost cost = table.batchCost(row);
            for (Share share : SHARES) {
                cells[next++] = share.of.applyAsDouble(cost) / table.batchSize(row);
            }
            cells[next++] = table.candidate(row);
            cells[next++] = table.image(row);
            for (double[] column : said) {
                cells[next++] = column == null || Double.isNaN(column[row]) ? null : (Object) column[row];
            }
            sink.row(cells);
        }
    }

    /** What all rows of a run have in common. */
    private static Object[] asked(RunTable table) {
        Spec spec = table.item().spec();
        return new Object[] {table.item().run(), table.item().part(), table.item().source(), spec.prompt().text(), spec.model().model(),
            (long) spec.settings().steps(), (long) spec.searchSteps(), (double) spec.settings().guidance(), spec.algorithm(),
            spec.set().isEmpty() ? "" : spec.set().toString(), spec.verifier(), (long) spec.optimise(),
            Objects.requireNonNullElse(spec.settings().attention().guide(), ""), spec.seed()};
    }
}
