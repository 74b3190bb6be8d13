package dev.goldpan.tensor;

/**
 * Inverse of the standard normal distribution function (M. Wichura, Algorithm AS 241, Applied Statistics 37, 1988; PPND16,
 * relative accuracy about 1e-16).
 *
 * <p>Arithmetic, square root and {@link StrictMath#log} only, all of which Java defines to the last bit. The far tail below e^-25
 * is left out: a 32-bit uniform does not reach it.
 */
final class NormalQuantile {
    private static final double SMALLEST = 0x1p-33;

    private NormalQuantile() {}

    /**
     * The number below which a standard normal falls with probability {@code p}.
     *
     * @param p in [2^-33, 1 - 2^-33]
     */
    static double at(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            return q * centre(0.180625 - q * q);
        }
        double outer = q < 0 ? p : 1 - p;
        if (!(outer >= SMALLEST)) {
            throw new IllegalArgumentException("probability " + p + " is outside [2^-33, 1 - 2^-33]");
        }
        double z = tail(Math.sqrt(-StrictMath.log(outer)) - 1.6);
        return q < 0 ? -z : z;
    }

    private static double centre(double r) {
        double above = (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
                + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
                + 1.3314166789178437745e2) * r + 3.3871328727963666080e0);
        double below = (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
                + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
                + 4.2313330701600911252e1) * r + 1.0);
        return above / below;
    }

    private static double tail(double r) {
        double above = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
                + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
                + 4.63033784615654529590e0) * r + 1.42343711074968357734e0);
        double below = (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
                + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
                + 2.05319162663775882187e0) * r + 1.0);
        return above / below;
    }
}
