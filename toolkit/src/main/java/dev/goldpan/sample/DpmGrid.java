package dev.goldpan.sample;

import java.util.Arrays;
import java.util.List;

/**
 * The levels that DPM-Solver++ visits as diffusers sets them: at whole training times, spread so that one more would be at the
 * clean end, with curves always between the ends of the whole table.
 *
 * @param sigmas spacing, curve and end
 * @param leastLambda times at which log(alpha / sigma) is below this are left out (lambda_min_clipped)
 */
public record DpmGrid(SigmaGrid sigmas, double leastLambda) {
    /** {@code steps} levels from noisy to clean and the one where the trajectory ends, alpha = 1. */
    List<Level> levels(int steps) {
        VpPath path = sigmas.times().path();
        if (steps < 1 || steps > path.betas().steps()) {
            throw new IllegalArgumentException("steps: " + steps + " is not in [1, " + path.betas().steps() + "]");
        }
        if (sigmas.curve() == SigmaCurve.TABLE) {
            double[] times = spaced(steps);
            return sigmas.levels(times, Arrays.stream(times).map(path::ratio).toArray());
        }
        double[] ratios = sigmas.curve().between(path.ratio(path.betas().steps() - 1), path.ratio(0), steps);
        return sigmas.levels(Arrays.stream(ratios).map(ratio -> whole(path.time(ratio))).toArray(), ratios);
    }

    /** The reference rounds times of Karras sigmas, except over cosine betas, and cuts off those of exponential ones. */
    private double whole(double time) {
        boolean rounds = sigmas.curve() == SigmaCurve.KARRAS
                && sigmas.times().path().betas().curve() != Betas.Curve.SQUARED_COSINE;
        return rounds ? Math.rint(time) : Math.floor(time);
    }

    private double[] spaced(int steps) {
        TimeGrid grid = sigmas.times();
        int last = grid.train() - tooNoisy();
        if (grid.spacing() == Spacing.TRAILING) {
            if (last < grid.train()) {
                throw new IllegalArgumentException("lambda_min_clipped does not go with timestep_spacing trailing");
            }
            return grid.times(steps);
        }
        if (steps >= last) {
            throw new IllegalArgumentException("steps: " + steps + " is not in [1, " + (last - 1) + "]");
        }
        return Arrays.stream(grid.spacing().times(steps + 1, last, grid.offset())).limit(steps).map(Math::rint).toArray();
    }

    private int tooNoisy() {
        VpPath path = sigmas.times().path();
        int count = 0;
        while (count < path.betas().steps() && -Math.log(path.at(path.betas().steps() - 1 - count).ratio()) < leastLambda) {
            count++;
        }
        return count;
    }
}
