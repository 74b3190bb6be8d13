package dev.goldpan.report;

import dev.goldpan.run.sweep.RunTable;
import dev.goldpan.stats.Ranking;
import dev.goldpan.verify.VerifierNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidates of one prompt and seed.
 *
 * @param seed of the first noise
 * @param columns scores, losses and answers by name
 * @param size candidates there are
 */
record Bank(long seed, Map<String, double[]> columns, int size) {
    /** What chooses from the bank that {@code table} is: each verifier, all of them together, each loss; by what it is called. */
    static Map<String, String> selectors(RunTable table) {
        Map<String, String> selectors = new LinkedHashMap<>();
        table.scores().keySet().forEach(name -> selectors.put(name, name));
        if (selectors.size() > 1) {
            selectors.put(BankCurves.ALL, VerifierNames.ENSEMBLE + String.join("+", table.scores().keySet()));
        }
        table.item().losses().forEach(choice -> choice.names().forEach(name -> selectors.put(name, name)));
        return selectors;
    }

    /** The first of the highest among {@code rows}; -1 where none has a value. */
    static int best(int[] rows, double[] values) {
        int best = -1;
        for (int row : rows) {
            if (!Double.isNaN(values[row]) && (best < 0 || values[row] > values[best])) {
                best = row;
            }
        }
        return best;
    }

    /** Some of the candidates in a row. */
    Bank part(int from, int count) {
        Map<String, double[]> part = new LinkedHashMap<>();
        columns.forEach((name, column) -> part.put(name, Arrays.copyOfRange(column, from, from + count)));
        return new Bank(seed, part, count);
    }

    /** The values of {@code name}; NaN where there are none. */
    double[] column(String name) {
        double[] column = columns.get(name);
        double[] missing = new double[column == null ? size : 0];
        Arrays.fill(missing, Double.NaN);
        return column == null ? missing : column;
    }

    /** What {@code selector} chooses by, where all candidates are there: values, or the mean rank of an ensemble's members. */
    double[] order(String selector) {
        List<String> members = VerifierNames.members(selector);
        if (members.size() == 1) {
            return column(members.get(0));
        }
        double[] mean = new double[size];
        for (String member : members) {
            double[] ranks = Ranking.of(column(member)).ranks(); // a missing value stays missing
            Arrays.setAll(mean, i -> mean[i] + ranks[i] / members.size());
        }
        return mean;
    }
}
