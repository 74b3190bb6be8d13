package dev.goldpan.report;

import dev.goldpan.run.Spec;
import dev.goldpan.run.sweep.RunTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every candidate of a sweep as a line of CSV (RFC 4180): what was asked, the recipe, what it cost so far, and every score and answer in
 * a column of its own; empty where there is none.
 */
final class CandidatesCsv {
    private static final List<String> FIXED = List.of("run", "part", "source", "prompt", "model", "steps", "search-steps", "guidance",
            "algorithm",
            "set", "verifier", "seed", "row", "final", "nfe", "candidate", "image");

    private final Writer out;
    private final List<String> values;

    /** @param values names of scores and answers */
    CandidatesCsv(Writer out, List<String> values) {
        this.out = out;
        this.values = List.copyOf(values);
        List<String> header = new ArrayList<>(FIXED);
        header.addAll(values);
        line(header);
    }

    /** Adds the candidates of a run. */
    void add(RunTable table) {
        Spec spec = table.item().spec();
        Map<String, double[]> columns = table.columns();
        for (int row = 0; row < table.size(); row++) {
            List<String> cells = new ArrayList<>(List.of(table.item().run(), table.item().part(), table.item().source(), spec.prompt()
                    .text(),
                    spec.model().model(), String.valueOf(spec.settings().steps()), String.valueOf(spec.searchSteps()),
                    String.valueOf(spec.settings().guidance()), spec.algorithm(), spec.set().isEmpty() ? "" : spec.set().toString(),
                    spec.verifier(), String.valueOf(spec.seed()), String.valueOf(row), row >= table.searched() ? "1" : "0",
                    String.valueOf(Math.round(table.spent(row))), table.candidate(row), table.image(row) == null ? "" : table.image(row)));
            for (String value : values) {
                double[] column = columns.get(value);
                cells.add(column == null || Double.isNaN(column[row]) ? "" : String.valueOf(column[row]));
            }
            line(cells);
        }
    }

    private void line(List<String> cells) {
        try {
            out.write(cells.stream().map(CandidatesCsv::quoted).collect(Collectors.joining(",")) + "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\r\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}
