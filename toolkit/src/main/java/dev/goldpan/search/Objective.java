package dev.goldpan.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a search maximises: the score of one verifier, or the mean rank over several (Ma et al.'s ensemble), which is a number only
 * among the candidates that are compared.
 *
 * @param verifiers their names, at least one
 */
public record Objective(List<String> verifiers) {
    /** Copies the list. */
    public Objective {
        verifiers = List.copyOf(verifiers);
        if (verifiers.isEmpty()) {
            throw new IllegalArgumentException("a search needs a verifier to steer by");
        }
    }

    /** Whether a value means the same whatever it is compared with. */
    public boolean isAbsolute() {
        return verifiers.size() == 1;
    }

    /**
     * The value of each candidate of {@code pool}, higher being better. For several verifiers: the mean over them of the number of
     * candidates that are worse, those that are equal counting half, divided by the others in the pool, so that the best there can
     * be is 1 and the worst 0. A candidate that one of the verifiers failed on is worth negative infinity.
     */
    public double[] values(List<Scored> pool) {
        double[] values = new double[pool.size()];
        for (String verifier : verifiers) {
            double[] scores = pool.stream().mapToDouble(scored -> scored.value(verifier)).toArray();
            double[] said = isAbsolute() ? scores : ranks(scores);
            for (int i = 0; i < values.length; i++) {
                values[i] += Double.isNaN(scores[i]) ? Double.NEGATIVE_INFINITY : said[i] / verifiers.size();
            }
        }
        return values;
    }

    /** Share of the others that each score beats, ties counting half. */
    private static double[] ranks(double[] scores) {
        double[] ranks = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (double other : scores) {
                ranks[i] += scores[i] > other || Double.isNaN(other) ? 1 : scores[i] == other ? 0.5 : 0;
            }
            ranks[i] = scores.length == 1 ? 1 : (ranks[i] - 0.5) / (scores.length - 1); // beside itself
        }
        return ranks;
    }

    /** The candidates of {@code pool} from best to worst; equal ones stay in their order. */
    public List<Scored> ranked(List<Scored> pool) {
        double[] values = values(pool);
        List<Integer> order = new ArrayList<>(IntStream.range(0, pool.size()).boxed().toList());
        order.sort(Comparator.<Integer>comparingDouble(i -> values[i]).reversed());
        return order.stream().map(pool::get).toList();
    }
}
