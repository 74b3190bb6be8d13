package dev.goldpan.stats;

/** How often one of two wins, draws counting half. */
public final class WinRate {
    private WinRate() {}

    /** Of {@code one} over {@code other}, by pairs; pairs with a missing value (NaN) do not count. */
    public static Interval of(double[] one, double[] other, Bootstrap bootstrap) {
        double[] won = new double[one.length];
        for (int i = 0; i < won.length; i++) {
            won[i] = Double.isNaN(one[i]) || Double.isNaN(other[i]) ? Double.NaN : one[i] > other[i] ? 1 : one[i] < other[i] ? 0 : 0.5;
        }
        return bootstrap.mean(won);
    }
}
