package dev.goldpan.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

/** Order statistics, resampling and correlations against enumeration and hand-worked values. */
class StatsTest {
    private static final int DRAWS = 400;
    private static final double[] STEERING = {0.3, 0.9, 0.3, Double.NaN, 0.1, 0.9, 0.5};
    private static final double[] TRUTH = {1, 0, 3, 9, 2, 4, 5};

    @Test
    void whatIsTheSameEverywhereIsTheSameAtEveryN() {
        double[] steering = IntStream.range(0, 64).mapToDouble(i -> Math.sin(i)).toArray();
        double[] constant = new double[64];
        Arrays.fill(constant, 0.1);
        BestOfN best = new BestOfN(steering, constant);
        IntStream.rangeClosed(1, 64).forEach(n -> assertEquals(0.1, best.at(n), 0, "no rounding that would be taken for a fall"));
    }

    @Test
    void theWinnersMeasureIsThatOfEveryDrawCounted() {
        BestOfN bank = new BestOfN(STEERING, TRUTH);
        for (int n = 1; n <= STEERING.length; n++) {
            assertEquals(enumerated(n, new double[][] {STEERING}), bank.at(n), 1e-12, "best of " + n);
        }
        assertEquals(2, bank.at(7), 1e-12); // the two of 0.9 share it
    }

    @Test
    void aMissingMeasureIsLeftOut() {
        double[] truth = TRUTH.clone();
        truth[1] = Double.NaN;
        assertEquals(6, new BestOfN(STEERING, truth).size());
        assertEquals(4, new BestOfN(STEERING, truth).at(6), 1e-12);
    }

    @Test
    void anEnsembleIsRankedAmongThoseDrawn() {
        double[][] members = {{5, 4, 3, 2, 1}, {1, 2, 4, 3, 5}, {2, 2, 2, 1, 1}};
        double[] truth = {0, 1, 2, 3, 4};
        MeanRankOfN bank = new MeanRankOfN(ranked(members), NoiseKey.of(7, "test"), DRAWS);
        // Sums of places among all five, of 4 each: 4+0+3, 3+1+3, 2+3+3, 1+2+0.5, 0+4+0.5: the third wins.
        assertEquals(2, MeanRankOfN.expected(bank.chances(5), truth), 1e-12);
        assertEquals(2, MeanRankOfN.expected(bank.chances(1), truth), 1e-12); // the mean
        assertEquals(1, Arrays.stream(bank.chances(3)).sum(), 1e-12);
        assertEquals(enumeratedRanks(3, members, truth), MeanRankOfN.expected(bank.chances(3), truth), 4 * 1.5 / Math.sqrt(DRAWS));
        assertArrayEquals(bank.chances(3), new MeanRankOfN(ranked(members), NoiseKey.of(7, "test"), DRAWS).chances(3));
        // One member alone is best of N; winners without a measure do not count.
        MeanRankOfN one = new MeanRankOfN(ranked(STEERING), NoiseKey.of(7, "test"), DRAWS);
        assertEquals(new BestOfN(STEERING, TRUTH).at(7), MeanRankOfN.expected(one.chances(7), TRUTH), 1e-12);
        assertEquals(4, MeanRankOfN.expected(one.chances(7), new double[] {1, Double.NaN, 3, 9, 2, 4, 5}), 1e-12);
    }

    @Test
    void bootstrapIntervalsCoverTheMeanAsOftenAsTheySay() {
        int covered = 0;
        for (int trial = 0; trial < 200; trial++) {
            float[] drawn = new KeyedNoise(NoiseKey.of(trial, "cover")).normals(30);
            Interval interval = new Bootstrap(30, 1).mean(IntStream.range(0, 30).mapToDouble(i -> drawn[i]).toArray());
            covered += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
        }
        assertTrue(covered >= 176 && covered <= 198, "covered " + covered + " of 200"); // 0.95 * 200 = 190 +- 3 deviations, less bias
    }

    @Test
    void drawsAreHalfAWin() {
        double nan = Double.NaN;
        Interval wins = WinRate.of(new double[] {3, 1, 2, nan, 5}, new double[] {2, 2, 2, 1, nan}, new Bootstrap(5, 1));
        assertEquals(1.5 / 3, wins.mean(), 1e-12);
        assertEquals(1, WinRate.of(new double[] {3, 4}, new double[] {2, 2}, new Bootstrap(2, 1)).low(), 1e-12);
    }

    /** By hand for 1 of 2; Wilson's interval of 0 of n ends at z^2 / (n + z^2). */
    @Test
    void partsOfACountHaveWilsonsInterval() {
        Interval half = Proportion.of(1, 2);
        assertEquals(0.5, half.mean());
        assertEquals(0.0945, half.low(), 1e-4);
        assertEquals(0.9055, half.high(), 1e-4);
        Interval none = Proportion.of(0, 10);
        assertEquals(0, none.low(), 1e-12);
        assertEquals(3.841459 / 13.841459, none.high(), 1e-6);
        assertTrue(Double.isNaN(Proportion.of(0, 0).low()));
        assertThrows(IllegalArgumentException.class, () -> Proportion.of(3, 2));
    }

    @Test
    void oneValueHasNoInterval() {
        Interval interval = new Bootstrap(1, 1).mean(new double[] {3});
        assertEquals(3, interval.mean());
        assertTrue(Double.isNaN(interval.low()));
        assertFalse(interval.excludesZero());
        assertEquals(2, new Bootstrap(3, 1).mean(new double[] {1, Double.NaN, 3}).mean());
    }

    @Test
    void correlationsByHand() {
        // Pairs of 1 2 3 4 against 1 3 2 4: five agree, one does not; squared rank differences sum to 2.
        Association found = Association.of(new double[] {1, 2, 3, 4, 8}, new double[] {10, 30, 20, 40, Double.NaN});
        assertEquals(1 - 6.0 * 2 / (4 * 15), found.spearman(), 1e-12);
        assertEquals(4.0 / 6, found.kendall(), 1e-12);
        // Tau-b with ties: (C - D) / sqrt((n0 - t1)(n0 - t2)) = (2 - 0) / sqrt(2 * 3)
        assertEquals(2 / Math.sqrt(6), Association.of(new double[] {1, 1, 2}, new double[] {1, 2, 3}).kendall(), 1e-12);
        assertTrue(Double.isNaN(Association.of(new double[] {1, 1, 1}, new double[] {1, 2, 3}).spearman()));
    }

    @Test
    void thePlateauIsWhereNearlyAllOfTheGainIs() {
        int[] grid = {1, 2, 4, 8, 16};
        double[] shape = {0, 0.5, 0.96, 1, 0.99};
        double[][] curves = IntStream.range(0, 20).mapToObj(p -> Arrays.stream(shape).map(v -> v * (1 + p % 3) + p).toArray())
                .toArray(double[][]::new);
        Plateau plateau = Plateau.of(grid, curves, new Bootstrap(20, 1));
        assertEquals(4, plateau.n());
        assertEquals(4, plateau.low());
        assertEquals(1.95, plateau.gain().mean(), 1e-12);
        double[][] flat = IntStream.range(0, 20).mapToObj(p -> new double[] {0, p % 2 == 0 ? 1 : -1, 0, 0, 0}).toArray(double[][]::new);
        assertEquals(0, Plateau.of(grid, flat, new Bootstrap(20, 1)).n());
        double[][] noisy = IntStream.range(0, 20).mapToObj(p -> new double[] {0, 0.9, 0.9, 0.9, p < 15 ? 3 : -4.6})
                .toArray(double[][]::new);
        Plateau late = Plateau.of(grid, noisy, new Bootstrap(20, 1)); // the mean is highest where the gain is not shown, but it is before
        assertTrue(late.gain().low() < 0 && late.n() == 16 && late.low() == 2, late.toString());
        double[][] gaps = curves.clone();
        Arrays.fill(gaps, 0, 3, new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN}); // not asked there
        assertEquals(4, Plateau.of(grid, gaps, new Bootstrap(20, 1)).n());
        Arrays.fill(gaps, gaps[0]);
        assertEquals(0, Plateau.of(grid, gaps, new Bootstrap(20, 1)).n());
    }

    /** Mean over all draws of n, each draw's winners sharing. */
    private static double enumerated(int n, double[][] members) {
        double sum = 0;
        int draws = 0;
        for (int set = 0; set < 1 << TRUTH.length; set++) {
            if (Integer.bitCount(set) == n) {
                int chosen = set;
                double best = IntStream.range(0, TRUTH.length).filter(i -> (chosen >> i & 1) == 1).mapToDouble(i -> low(members[0][i]))
                        .max()
                        .orElseThrow();
                sum += IntStream.range(0, TRUTH.length).filter(i -> (chosen >> i & 1) == 1 && low(members[0][i]) == best)
                        .mapToDouble(i -> TRUTH[i]).average().orElseThrow();
                draws++;
            }
        }
        return sum / draws;
    }

    private static double low(double score) {
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    private static double enumeratedRanks(int n, double[][] members, double[] truth) {
        double sum = 0;
        int draws = 0;
        for (int set = 0; set < 1 << truth.length; set++) {
            if (Integer.bitCount(set) == n) {
                int chosen = set;
                int[] pool = IntStream.range(0, truth.length).filter(i -> (chosen >> i & 1) == 1).toArray();
                double[] places = IntStream.of(pool).mapToDouble(i -> Arrays.stream(members).mapToDouble(m -> IntStream.of(pool)
                        .mapToDouble(j -> j == i ? 0 : m[i] > m[j] ? 1 : m[i] == m[j] ? 0.5 : 0).sum()).sum()).toArray();
                double best = Arrays.stream(places).max().orElseThrow();
                sum += IntStream.range(0, pool.length).filter(k -> places[k] == best).mapToDouble(k -> truth[pool[k]]).average()
                        .orElseThrow();
                draws++;
            }
        }
        return sum / draws;
    }

    @Test
    void theJackknifeOfAMeanIsItsStandardError() {
        double[] values = {1, 2, 4, 9};
        Interval found = Jackknife.of(4, stays -> IntStream.range(0, 4).filter(stays).mapToDouble(i -> values[i]).average().orElseThrow());
        double error = Math.sqrt((9 + 4 + 0 + 25) / 3.0 / 4); // deviations from 4: -3, -2, 0, 5
        assertEquals(4, found.mean(), 1e-12);
        assertEquals(4 + 3.182446 * error, found.high(), 1e-5); // Student's t, 3 degrees of freedom
        assertEquals(4 - 3.182446 * error, found.low(), 1e-5);
        assertTrue(Double.isNaN(Jackknife.of(1, stays -> 1).low()));
    }

    @Test
    void quickWaysGiveTheSameNumbers() {
        double[] tied = {3, 0, 2, 3, 0, 7, 3, 1};
        double[] other = {1, 5, 2, 2, 8, 8, 4, 0};
        assertEquals(new SpearmansCorrelation().correlation(tied, other), Association.of(tied, other).spearman(), 1e-15);
        assertEquals(Association.of(tied, other), Association.of(new double[] {3, -0.0, 2, 3, 0, 7, 3, 1}, other), "-0 is 0");
        List<Ranking> members = ranked(tied, new double[] {Double.NaN, 1, 2, Double.NaN, 4, 4, 0, 9});
        MeanRankOfN bank = new MeanRankOfN(members, NoiseKey.of(7, "test"), 1);
        for (int[] pool : new int[][] {{0}, {3, 0}, {5, 1, 4}, {7, 6, 5, 4, 3, 2, 1, 0}}) {
            double[] few = bank.placesOfFew(pool);
            double[] all = bank.places(pool);
            assertArrayEquals(Arrays.stream(pool).mapToDouble(i -> all[i]).toArray(),
                    Arrays.stream(pool).mapToDouble(i -> few[i]).toArray());
        }
    }

    private static List<Ranking> ranked(double[]... members) {
        return Arrays.stream(members).map(Ranking::of).toList();
    }

    @Test
    void correlationsAreThoseOfCommonsMathToTheLastBit() {
        for (int trial = 0; trial < 60; trial++) {
            int size = 3 + trial * 5;
            KeyedNoise chance = new KeyedNoise(NoiseKey.of(trial, "correlations"));
            int levels = trial % 3 == 0 ? 4 : 1 << 20; // many equal values, or none
            double[] one = IntStream.range(0, size).mapToDouble(i -> chance.below(levels, i) - 2).toArray();
            double[] other = IntStream.range(0, size).mapToDouble(i -> one[i] + chance.below(levels, size + i)).toArray();
            Association found = Association.of(one, other);
            assertEquals(new KendallsCorrelation().correlation(one, other), found.kendall(), 0, "of " + size);
            assertEquals(new SpearmansCorrelation().correlation(one, other), found.spearman(), 0, "of " + size);
        }
    }

    @Test
    void rankingsKnowEqualAndMissingValues() {
        Ranking ranking = Ranking.of(new double[] {0.0, Double.NaN, -1, -0.0, 7, Double.NEGATIVE_INFINITY});
        assertArrayEquals(new int[] {2, -1, 1, 2, 3, 0}, ranking.places());
        assertArrayEquals(new int[] {1, 5, 2, 0, 3, 4}, ranking.order());
        assertArrayEquals(new double[] {3.5, Double.NaN, 2, 3.5, 5, 1}, ranking.ranks());
        assertEquals(4, ranking.distinct());
    }
}
