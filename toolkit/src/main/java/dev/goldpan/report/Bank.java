package dev.goldpan.report;

import dev.goldpan.stats.Ranking;
import dev.goldpan.verify.VerifierNames;
import java.util.Arrays;
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
