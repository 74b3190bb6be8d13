package dev.goldpan.judge;

/**
 * Where the judge's answers turn, each between 0 and 1. Calibrated on rendered scenes, and generated pictures that were viewed, on none of
 * which it was trained.
 *
 * @param score least score of a thing that counts as seen
 * @param exists least probability of a subject in a thing seen, for it to exist
 * @param recognisable least probability of a subject that is the likeliest one of a thing, for it to be recognisable
 * @param margin how far it must be above the second likeliest
 * @param mixture least probability from which a thing is a mixture
 * @param colour least probability of a colour for a thing to pass for it; two words may both be right (a ginger cat)
 */
public record Thresholds(double score, double exists, double recognisable, double margin, double mixture, double colour) {
    /** What an uncalibrated judge uses. */
    public static final Thresholds EVEN = new Thresholds(0.4, 0.3, 0.5, 0.2, 0.5, 0.3);

    /** Checks the range. */
    public Thresholds {
        for (double value : new double[] {score, exists, recognisable, margin, mixture, colour}) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("judge: a threshold is " + value + "; allowed are 0 to 1");
            }
        }
    }
}
