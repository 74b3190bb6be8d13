package dev.goldpan.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where more candidates stop paying, by one rule: the smallest N whose mean is at least the value of one candidate plus
 * {@value #SHARE} of the largest gain over it that any N reaches.
 *
 * @param n by that rule on the mean over all prompts; 0 where no gain can be shown: nowhere does the interval of the gain lie above 0
 * @param low 2.5 % quantile of the same over resampled prompts
 * @param high 97.5 % quantile
 * @param gain largest mean gain over one candidate
 */
public record Plateau(int n, double low, double high, Interval gain) {
    /** Of the largest gain. */
    public static final double SHARE = 0.95;

    /**
     * The plateau of curves.
     *
     * @param grid ascending numbers of candidates, the first of which is the base
     * @param curves [prompt][place in the grid]; prompts whose curve has gaps (NaN) do not count
     */
    public static Plateau of(int[] grid, double[][] curves, Bootstrap bootstrap) {
        int[] all = IntStream.range(0, curves.length).toArray();
        double[][] whole = Arrays.stream(curves).map(curve -> Arrays.stream(curve).anyMatch(Double::isNaN) ? null : curve)
                .toArray(double[][]::new);
        int top = top(mean(whole, all, grid.length));
        boolean shown = IntStream.range(1, grid.length).anyMatch(at -> gain(whole, at, bootstrap).low() > 0);
        Interval place = bootstrap.of(all, chosen -> place(grid, mean(whole, chosen, grid.length)));
        return new Plateau(shown ? (int) place.mean() : 0, place.low(), place.high(), gain(whole, top, bootstrap));
    }

    private static Interval gain(double[][] curves, int at, Bootstrap bootstrap) {
        return bootstrap.mean(Arrays.stream(curves).mapToDouble(curve -> curve == null ? Double.NaN : curve[at] - curve[0]).toArray());
    }

    /** Mean of the curves that are there; NaN where none is. */
    private static double[] mean(double[][] curves, int[] chosen, int length) {
        double[] mean = new double[length];
        int count = 0;
        for (int prompt : chosen) {
            double[] curve = curves[prompt];
            if (curve != null) {
                count++;
                for (int i = 0; i < length; i++) {
                    mean[i] += curve[i];
                }
            }
        }
        for (int i = 0; i < length; i++) {
            mean[i] /= count;
        }
        return mean;
    }

    private static double place(int[] grid, double[] curve) {
        return Double.isNaN(curve[0]) ? Double.NaN : grid[reached(curve)];
    }

    private static int top(double[] curve) {
        int best = 0;
        for (int i = 1; i < curve.length; i++) {
            best = curve[i] > curve[best] ? i : best;
        }
        return best;
    }

    private static int reached(double[] curve) {
        double enough = curve[0] + SHARE * (curve[top(curve)] - curve[0]);
        for (int i = 0; i < curve.length; i++) {
            if (curve[i] >= enough) {
                return i;
            }
        }
        return 0;
    }
}
