package dev.goldpan.stats;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who wins, where the best of n candidates by mean rank over several scores is taken (the ensemble of Ma et al. 2025). Ranks are those
 * among the n that are compared, so no order of the whole bank says who wins: for n between 1 and the whole bank, a number of
 * addressed draws without replacement are averaged; both ends are exact.
 *
 * <p>A place is the share of the others that a candidate beats, equal ones counting half. Equal mean places win equally often; a
 * candidate that a score is missing of does not win unless all are such.
 */
public final class MeanRankOfN {
    private static final double SAME = 1e-9;
    private static final int FEW = 16;

    private final int size;
    private final int[][] orders; // [member]: candidates by ascending score
    private final int[][] ranks; // [member][candidate], dense, ascending; -1 where the score is missing
    private final NoiseKey address;
    private final int draws;

    /**
     * A bank.
     *
     * @param members scores of each member in their order, by candidate
     * @param address of the draws
     * @param draws that are averaged for an n between one and all
     */
    public MeanRankOfN(List<Ranking> members, NoiseKey address, int draws) {
        this.size = members.get(0).size();
        this.ranks = members.stream().map(Ranking::places).toArray(int[][]::new);
        this.orders = members.stream().map(Ranking::order).toArray(int[][]::new);
        this.address = address;
        this.draws = draws;
    }

    /** How likely each candidate is the best of {@code n}. */
    public double[] chances(int n) {
        if (n < 1 || n > size) {
            throw new IllegalArgumentException("best of " + n + " out of " + size + " candidates");
        }
        double[] chances = new double[size];
        if (n == 1) {
            Arrays.fill(chances, 1.0 / size);
        } else if (n == size) {
            addWinners(IntStream.range(0, size).toArray(), 1, chances);
        } else {
            KeyedNoise chance = new KeyedNoise(address.step(n));
            int[] pool = IntStream.range(0, size).toArray();
            for (int draw = 0; draw < draws; draw++) {
                for (int i = 0; i < n; i++) { // whatever order the draw before left them in
                    int j = i + chance.below(size - i, (long) draw * n + i);
                    int moved = pool[i];
                    pool[i] = pool[j];
                    pool[j] = moved;
                }
                addWinners(Arrays.copyOf(pool, n), 1.0 / draws, chances);
            }
        }
        return chances;
    }

    /** Shares {@code weight} among those of {@code pool} that share the first place. */
    private void addWinners(int[] pool, double weight, double[] chances) {
        double[] places = pool.length <= FEW ? placesOfFew(pool) : places(pool);
        double best = Double.NEGATIVE_INFINITY;
        for (int candidate : pool) {
            best = Math.max(best, places[candidate]);
        }
        int winners = 0;
        for (int candidate : pool) {
            winners += isFirst(places[candidate], best) ? 1 : 0;
        }
        for (int candidate : pool) {
            if (isFirst(places[candidate], best)) {
                chances[candidate] += weight / winners;
            }
        }
    }

    private static boolean isFirst(double place, double best) {
        return best == Double.NEGATIVE_INFINITY || place > best - SAME;
    }

    /** Places of those in {@code pool}, compared one with the other: quicker for few, and the same numbers. */
    double[] placesOfFew(int[] pool) {
        double[] places = new double[size];
        for (int[] rank : ranks) {
            for (int candidate : pool) {
                int twice = -1; // without itself
                for (int other : pool) {
                    twice += rank[candidate] > rank[other] ? 2 : rank[candidate] == rank[other] ? 1 : 0;
                }
                places[candidate] += rank[candidate] < 0 ? Double.NEGATIVE_INFINITY : twice / 2.0;
            }
        }
        return places;
    }

    /** The same, in one pass over the bank for each member. */
    double[] places(int[] pool) {
        boolean[] drawn = new boolean[size];
        double[] places = new double[size];
        for (int candidate : pool) {
            drawn[candidate] = true;
        }
        for (int member = 0; member < ranks.length; member++) {
            addPlaces(orders[member], ranks[member], drawn, places);
        }
        return places;
    }

    /** Adds how many of those drawn each of them beats by one member. */
    private static void addPlaces(int[] order, int[] rank, boolean[] drawn, double[] places) {
        int below = 0;
        for (int from = 0; from < order.length; ) {
            int end = from;
            int equal = 0;
            while (end < order.length && rank[order[end]] == rank[order[from]]) {
                equal += drawn[order[end++]] ? 1 : 0;
            }
            for (int at = from; at < end; at++) {
                places[order[at]] += rank[order[at]] < 0 ? Double.NEGATIVE_INFINITY : below + (equal - 1) / 2.0;
            }
            below += equal;
            from = end;
        }
    }

    /** Mean of a measure over who wins; winners of which it is missing (NaN) do not count. */
    public static double expected(double[] chances, double[] measured) {
        double sum = 0;
        double counted = 0;
        for (int i = 0; i < chances.length; i++) {
            if (chances[i] > 0 && !Double.isNaN(measured[i])) {
                sum += chances[i] * measured[i];
                counted += chances[i];
            }
        }
        return counted == 0 ? Double.NaN : sum / counted;
    }
}
