package dev.goldpan.verify;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How one set of pictures compares with another, by their features, [n, d] in fp64. All of it is on the processor, and what is drawn
 * is addressed, so that equal sets give equal numbers.
 */
public final class Distances {
    private static final int SUBSET = 1000; // of KID, as torch-fidelity takes them
    private static final int SUBSETS = 100;
    private static final int MEANS = 8; // subsets of one size that a distance is the mean of
    private static final int ROWS = 512; // whose distances to all others are in memory at once
    private static final long EXACT = 2; // cdist by differences: products lose half of the digits of small distances

    private Distances() {}

    /** Frechet distance (Heusel et al., 2017), covariances over n - 1; both sets have at least two pictures. */
    public static double fid(Tensor made, Tensor reference) {
        try (Scope scope = Scope.open()) {
            return fid(made, reference.mean(0), covariance(reference));
        }
    }

    /** Over n - 1. @return [d, d] */
    static Tensor covariance(Tensor set) {
        return torch.cov(set.t()).view(set.size(1), set.size(1)); // of one feature it is a single number
    }

    /** The same to a reference's statistics. @param mean [d] @param covariance [d, d] */
    public static double fid(Tensor made, Tensor mean, Tensor covariance) {
        try (Scope scope = Scope.open(); Frechet reference = new Frechet(mean, covariance)) {
            return reference.distance(made.mean(0).unsqueeze(0), covariance(made).unsqueeze(0)).item_double();
        }
    }

    /**
     * Where the Frechet distance goes with ever more pictures (Chong and Forsyth, 2020): distances of addressed subsets of
     * {@code sizes} pictures, eight of each, on a straight line over 1 / n, at 0.
     */
    public static double fidOfInfinity(Tensor made, Tensor mean, Tensor covariance, int... sizes) {
        double[] x = Arrays.stream(sizes).mapToDouble(size -> 1.0 / size).toArray();
        double[] y = Arrays.stream(sizes).mapToDouble(size -> fidOfSome(made, size, mean, covariance)).toArray();
        double middle = Arrays.stream(x).average().orElseThrow();
        double mean1 = Arrays.stream(y).average().orElseThrow();
        double slope = 0;
        double spread = 0;
        for (int i = 0; i < x.length; i++) {
            slope += (x[i] - middle) * (y[i] - mean1);
            spread += (x[i] - middle) * (x[i] - middle);
        }
        return mean1 - slope / spread * middle;
    }

    /** Mean Frechet distance of eight addressed subsets of {@code size} pictures. */
    public static double fidOfSome(Tensor made, int size, Tensor mean, Tensor covariance) {
        double sum = 0;
        for (int i = 0; i < MEANS; i++) {
            try (Scope scope = Scope.open()) {
                sum += fid(chosen(made, size, NoiseKey.of(0, "fid").step(size).candidate(i)), mean, covariance) / MEANS;
            }
        }
        return sum;
    }

    private static Tensor chosen(Tensor set, int size, NoiseKey address) {
        int count = Math.toIntExact(set.size(0));
        long[] rows = Arrays.stream(new KeyedNoise(address).permutation(count)).limit(size).asLongStream().toArray();
        return set.index_select(0, Tensor.create(rows, rows.length));
    }

    /**
     * Kernel distance (Binkowski et al., 2018): unbiased squared maximum mean discrepancy under (x y / d + 1)^3. Of sets of at most
     * 1,000 pictures each it is that of the whole sets; of larger ones the mean over 100 addressed subsets of 1,000.
     */
    public static double kid(Tensor made, Tensor reference) {
        if (Math.max(made.size(0), reference.size(0)) <= SUBSET) {
            return discrepancy(made, reference);
        }
        double sum = 0;
        for (int i = 0; i < SUBSETS; i++) {
            try (Scope scope = Scope.open()) {
                NoiseKey address = NoiseKey.of(0, "kid").candidate(i);
                sum += discrepancy(chosen(made, SUBSET, address.particle(0)), chosen(reference, SUBSET, address.particle(1)));
            }
        }
        return sum / SUBSETS;
    }

    private static double discrepancy(Tensor one, Tensor other) {
        try (Scope scope = Scope.open()) {
            return others(kernel(one, one)) + others(kernel(other, other)) - 2 * kernel(one, other).mean().item_double();
        }
    }

    private static Tensor kernel(Tensor one, Tensor other) {
        Tensor base = torch.matmul(one, other.t()).div(new Scalar((double) one.size(1))).add(new Scalar(1.0));
        return base.mul(base).mul(base);
    }

    /** Mean of what is off the diagonal. */
    private static double others(Tensor square) {
        double count = square.size(0);
        return (square.sum().item_double() - square.trace().item_double()) / (count * (count - 1));
    }

    /**
     * Inception score (Salimans et al., 2016): the mean over runs of rows in order.
     *
     * @param p class probabilities, [n, classes], fp64
     * @param ends of the runs: the row after the last of each
     */
    public static double inceptionScore(Tensor p, long... ends) {
        double sum = 0;
        long from = 0;
        for (long end : ends) {
            try (Scope scope = Scope.open()) {
                Tensor some = p.narrow(0, from, end - from);
                sum += Math.exp(OracleInception.pLogP(some).mean().item_double()
                        - OracleInception.pLogP(some.mean(0).unsqueeze(0)).item_double());
            }
            from = end;
        }
        return sum / ends.length;
    }

    /**
     * Share of {@code one} that lies in a ball around one of {@code other} which reaches to its {@code k}-th neighbour there, itself
     * not counted (Kynkaanniemi et al., 2019): precision of made pictures among reference ones, recall the other way round.
     */
    public static double covered(Tensor one, Tensor other, int k) {
        double[] reach = new double[Math.toIntExact(other.size(0))];
        long inside = 0;
        for (long from = 0; from < other.size(0); from += ROWS) {
            try (Scope scope = Scope.open()) {
                Tensor nearest = distances(rows(other, from), other).topk(k + 1, 1, false, true).get0().select(1, k);
                for (long i = 0; i < nearest.size(0); i++) {
                    reach[(int) (from + i)] = nearest.select(0, i).item_double();
                }
            }
        }
        try (Scope whole = Scope.open()) {
            Tensor reaches = Tensor.create(reach, reach.length);
            for (long from = 0; from < one.size(0); from += ROWS) {
                try (Scope scope = Scope.open()) {
                    inside += distances(rows(one, from), other).le(reaches).any(1).sum().item_long();
                }
            }
        }
        return (double) inside / one.size(0);
    }

    /** Mean distance of two different pictures of the set. */
    public static double diversity(Tensor set) {
        double sum = 0;
        for (long from = 0; from < set.size(0); from += ROWS) {
            try (Scope scope = Scope.open()) {
                sum += distances(rows(set, from), set).sum().item_double();
            }
        }
        return sum / (set.size(0) * (set.size(0) - 1.0));
    }

    private static Tensor rows(Tensor set, long from) {
        return set.narrow(0, from, Math.min(ROWS, set.size(0) - from));
    }

    private static Tensor distances(Tensor one, Tensor other) {
        return torch.cdist(one, other, 2.0, new LongOptional(EXACT));
    }
}
