package dev.goldpan.stats;

/**
 * The expected value of a measure of the winner, where the best of n candidates by a steering score is taken, for every n up to the
 * size of a bank: exact, over all draws of n without replacement.
 *
 * <p>With the N candidates in ascending order of the steering score, candidate i (from 1) wins where it is drawn and the other n - 1
 * come from the i - 1 below it: with probability C(i - 1, n - 1) / C(N, n). Equal scores win equally often. A candidate without a
 * steering score loses to all that have one; a candidate whose measure is missing is left out.
 */
public final class BestOfN {
    private final double[] measure; // by ascending steering score, equal ones averaged

    /**
     * A bank.
     *
     * @param steering the score that chooses, NaN where it failed
     * @param measured what is wanted to be known of the winner, NaN where it is missing
     */
    public BestOfN(double[] steering, double[] measured) {
        this(Ranking.of(steering), measured);
    }

    /** The same of steering scores that are in their order already. */
    public BestOfN(Ranking steering, double[] measured) {
        if (steering.size() != measured.length) {
            throw new IllegalArgumentException("a bank has " + steering.size() + " scores and " + measured.length + " measures");
        }
        int[] order = steering.order();
        int count = 0;
        for (int candidate : order) {
            order[count] = candidate;
            count += Double.isNaN(measured[candidate]) ? 0 : 1;
        }
        measure = new double[count];
        for (int i = 0; i < count; i++) {
            measure[i] = measured[order[i]];
        }
        for (int from = 0; from < count; ) {
            int end = from + 1;
            while (end < count && steering.places()[order[end]] == steering.places()[order[from]]) {
                end++;
            }
            share(from, end);
            from = end;
        }
    }

    private void share(int from, int end) {
        double base = measure[from];
        double more = 0;
        for (int i = from; i < end; i++) {
            more += (measure[i] - base) / (end - from);
        }
        for (int i = from; i < end; i++) {
            measure[i] = base + more;
        }
    }

    /** Candidates that count. */
    public int size() {
        return measure.length;
    }

    /** Expected measure of the best of {@code n}. */
    public double at(int n) {
        int size = measure.length;
        if (n < 1 || n > size) {
            throw new IllegalArgumentException("best of " + n + " out of " + size + " candidates");
        }
        double base = measure[0]; // what is the same everywhere is the same at every n, to the last digit
        double more = 0;
        double chance = (double) n / size; // that the highest is drawn, and so wins
        for (int i = size - 1; i >= n - 1; i--) {
            more += chance * (measure[i] - base);
            chance *= (double) (i + 1 - n) / i;
        }
        return base + more;
    }
}
