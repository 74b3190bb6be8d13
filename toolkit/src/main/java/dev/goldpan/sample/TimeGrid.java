package dev.goldpan.sample;

/**
 * Which training times a sampler visits.
 *
 * @param path the model's path
 * @param spacing how the times are spread
 * @param offset added to leading times (steps_offset)
 */
public record TimeGrid(VpPath path, Spacing spacing, int offset) {
    /** Checks the range. */
    public TimeGrid {
        if (offset < 0 || offset >= path.betas().steps()) {
            throw new IllegalArgumentException("steps_offset: " + offset + " is not in [0, " + path.betas().steps() + ")");
        }
    }

    /** Number of training steps. */
    int train() {
        return path.betas().steps();
    }

    /** The times in floating point, from noisy to clean. */
    double[] times(int steps) {
        return spacing.times(steps, train(), offset);
    }

    /** The times rounded to training steps, from noisy to clean. */
    int[] whole(int steps) {
        double[] times = times(steps);
        int[] whole = new int[steps];
        for (int i = 0; i < steps; i++) {
            whole[i] = (int) Math.rint(times[i]);
        }
        if (whole[0] >= train()) {
            throw new IllegalArgumentException("steps: " + steps + " with steps_offset " + offset + " asks for training step "
                    + whole[0] + " of " + train() + "; take fewer steps or another timestep_spacing");
        }
        return whole;
    }
}
