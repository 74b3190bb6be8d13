package dev.goldpan.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * The levels that a solver in noise over signal visits.
 *
 * @param times where the table is read, and between which ends a curve runs
 * @param curve how noise over signal falls
 * @param endsClean whether the last step removes all noise (final_sigmas_type zero) or stops at the first training step's level
 */
public record SigmaGrid(TimeGrid times, SigmaCurve curve, boolean endsClean) {
    /** {@code steps} levels from noisy to clean and the one where the trajectory ends, alpha = 1. */
    List<Level> levels(int steps) {
        double[] at = times.times(steps);
        double[] ratios = new double[steps];
        for (int i = 0; i < steps; i++) {
            at[i] = (float) at[i];
            ratios[i] = times.path().ratio(at[i]);
        }
        if (curve != SigmaCurve.TABLE) {
            ratios = curve.between(ratios[0], ratios[steps - 1], steps);
            for (int i = 0; i < steps; i++) {
                at[i] = (float) times.path().time(ratios[i]);
            }
        }
        return levels(at, ratios);
    }

    /** The same for given times and ratios; sigmas are fp32 numbers, as in the reference. */
    List<Level> levels(double[] at, double[] ratios) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            levels.add(new Level(at[i], 1, (float) ratios[i]));
        }
        levels.add(endsClean ? Level.CLEAN : new Level(0, 1, times.path().ratio(0)));
        return levels;
    }

    /**
     * Standard deviation of the starting latents as the reference has it: the largest sigma, and with leading times, where that is
     * short of the last training step, sqrt(sigma^2 + 1), in fp32.
     */
    double scale(List<Level> levels) {
        float most = (float) levels.get(0).sigma();
        return times.spacing() == Spacing.LEADING ? (float) Math.sqrt(most * most + 1) : most;
    }
}
