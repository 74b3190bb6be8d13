package dev.goldpan.sample;

/** How few sampling steps are spread over many training steps (Lin et al. 2023, table 2), by their names in diffusers. */
public enum Spacing {
    /** Multiples of train / n rounded down, counted from 0: the last training steps are never reached. */
    LEADING("leading"),
    /** Multiples of train / n counted from the last training step. */
    TRAILING("trailing"),
    /** Both ends included. */
    LINSPACE("linspace");

    private final String label;

    Spacing(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }

    /**
     * The times, from noisy to clean, before any rounding that a solver does.
     *
     * <p>Deviation: for 62 of the step counts up to 1000 (61 is the first) the trailing times of diffusers have one too many,
     * at -1, because numpy's arange rounds its length up; here there are always {@code steps}.
     *
     * @param steps how many, 1 to {@code train}
     * @param train number of training steps
     * @param offset added to leading times (steps_offset)
     */
    double[] times(int steps, int train, int offset) {
        if (steps < 1 || steps > train) {
            throw new IllegalArgumentException("steps: " + steps + " is not in [1, " + train + "]");
        }
        double[] times = new double[steps];
        double between = steps == 1 ? 0 : (train - 1.0) / (steps - 1);
        double apart = train - ((double) train - (double) train / steps);
        for (int i = 0; i < steps; i++) {
            int left = steps - 1 - i;
            times[i] = switch (this) {
                case LEADING -> left * (train / steps) + offset;
                case TRAILING -> Math.rint(train - i * apart) - 1;
                case LINSPACE -> left == 0 ? 0 : i == 0 ? train - 1 : left * between;
            };
        }
        return times;
    }
}
