package dev.goldpan.stats;

/** How sure a part of a count is: the score interval of Wilson (1927), which stays within 0 and 1 and holds for few and for all. */
public final class Proportion {
    private static final double Z = 1.959964; // 95 % of a normal distribution lie within

    private Proportion() {}

    /**
     * Part and its 95 % interval.
     *
     * @param some of {@code all}; an interval that is not a number where there is nothing
     */
    public static Interval of(int some, int all) {
        if (some < 0 || some > all) {
            throw new IllegalArgumentException("proportion: " + some + " of " + all + "; allowed are 0 to all");
        }
        double part = (double) some / all;
        double spread = Z * Z / all;
        double middle = (part + spread / 2) / (1 + spread);
        double half = Math.sqrt(part * (1 - part) * spread + spread * spread / 4) / (1 + spread);
        return new Interval(part, middle - half, middle + half);
    }
}
