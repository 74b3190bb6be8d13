package dev.goldpan.sample;

/** How noise over signal falls along a trajectory. */
public enum SigmaCurve {
    /** As the model's table has it at the times visited. */
    TABLE,
    /** Evenly in its seventh root (Karras et al. 2022, equation 5). */
    KARRAS,
    /** Evenly in its logarithm. */
    EXPONENTIAL;

    private static final double RHO = 7;

    /** {@code count} values from {@code most} down to {@code least}; not for {@link #TABLE}, which is no function of its ends. */
    double[] between(double most, double least, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double ramp = count == 1 ? 0 : i == count - 1 ? 1 : i * (1.0 / (count - 1));
            values[i] = switch (this) {
                case KARRAS -> {
                    double from = Math.pow(most, 1 / RHO);
                    yield Math.pow(from + ramp * (Math.pow(least, 1 / RHO) - from), RHO);
                }
                case EXPONENTIAL -> Math.exp(Math.log(most) + ramp * (Math.log(least) - Math.log(most)));
                case TABLE -> throw new IllegalStateException("the table is not a function of its ends");
            };
        }
        return values;
    }
}
