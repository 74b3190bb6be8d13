package dev.goldpan.stats;

/**
 * A mean with the interval that 95 % of resampled means fall into.
 *
 * @param mean of what was measured
 * @param low lower end; NaN where there was too little to resample
 * @param high upper end; likewise
 */
public record Interval(double mean, double low, double high) {
    /** Whether zero lies outside. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
