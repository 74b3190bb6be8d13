package dev.goldpan.stats;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The expected value of a measure of the winner, where the best of n candidates by mean rank over several scores is taken (the
 * ensemble of Ma et al. 2025). Ranks are those among the n that are compared, so no order of the whole bank says who wins: for n
 * between 1 and the whole bank, a number of addressed draws without replacement are averaged; both ends are exact.
 *
 * <p>A place is the share of the others that a candidate beats, equal ones counting half. Equal mean places win equally often; a
 * candidate that a score is missing of does not win unless all are such. A candidate whose measure is missing is left out.
 */
public final class MeanRankOfN {
    private static final double SAME = 1e-9;

    private final int[][] ranks; // [member][candidate], dense, ascending; -1 where the score is missing
    private final double[] measure;
    private final NoiseKey address;
    private final int draws;

    /**
     * A bank.
     *
     * @param members scores of each member, by candidate; NaN where missing
     * @param measured what is wanted to be known of the winner, NaN where it is missing
     * @param address of the draws
     * @param draws that are averaged for an n between one and all
     */
    public MeanRankOfN(double[][] members, double[] measured, NoiseKey address, int draws) {
        int[] kept = IntStream.range(0, measured.length).filter(i -> !Double.isNaN(measured[i])).toArray();
        this.measure = IntStream.of(kept).mapToDouble(i -> measured[i]).toArray();
        this.ranks = Arrays.stream(members).map(scores -> dense(IntStream.of(kept).mapToDouble(i -> scores[i]).toArray()))
                .toArray(int[][]::new);
        this.address = address;
        this.draws = draws;
    }

    private static int[] dense(double[] scores) {
        double[] distinct = Arrays.stream(scores).filter(score -> !Double.isNaN(score)).sorted().distinct().toArray();
        return Arrays.stream(scores).mapToInt(score -> Double.isNaN(score) ? -1 : Arrays.binarySearch(distinct, score)).toArray();
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
        if (n == 1) {
            return Arrays.stream(measure).average().orElseThrow();
        }
        int[] all = IntStream.range(0, size).toArray();
        if (n == size) {
            return winner(all);
        }
        double mean = 0;
        for (int draw = 0; draw < draws; draw++) {
            mean += winner(drawn(all.clone(), n, new KeyedNoise(address.candidate(draw).step(n)))) / draws;
        }
        return mean;
    }

    private static int[] drawn(int[] all, int n, KeyedNoise chance) {
        for (int i = 0; i < n; i++) {
            int j = i + chance.below(all.length - i, i);
            int moved = all[i];
            all[i] = all[j];
            all[j] = moved;
        }
        return Arrays.copyOf(all, n);
    }

    /** Mean measure of those of {@code pool} that share the first place. */
    private double winner(int[] pool) {
        double[] places = new double[pool.length];
        for (int[] member : ranks) {
            add(member, pool, places);
        }
        double best = Arrays.stream(places).max().orElseThrow();
        double sum = 0;
        int count = 0;
        for (int i = 0; i < pool.length; i++) {
            if (best == Double.NEGATIVE_INFINITY || places[i] > best - SAME) {
                sum += measure[pool[i]];
                count++;
            }
        }
        return sum / count;
    }

    /** Adds to {@code places} how many of the pool each beats by one member. */
    private static void add(int[] member, int[] pool, double[] places) {
        long[] order = new long[pool.length];
        for (int i = 0; i < pool.length; i++) {
            order[i] = (long) (member[pool[i]] + 1) << 32 | i;
        }
        Arrays.sort(order);
        for (int from = 0; from < order.length; ) {
            int end = from + 1;
            while (end < order.length && order[end] >>> 32 == order[from] >>> 32) {
                end++;
            }
            for (int at = from; at < end; at++) {
                boolean missing = order[at] >>> 32 == 0;
                places[(int) order[at]] += missing ? Double.NEGATIVE_INFINITY : from + (end - from - 1) / 2.0;
            }
            from = end;
        }
    }
}
