package dev.goldpan.judge;

/**
 * Where each answer lies among the channels of the network's output: whether a thing is centred here, whether it is a mixture,
 * its box, then the classes.
 *
 * @param subjects first channel of the subjects; likewise the other two
 * @param channels of them all
 */
public record Outputs(int subjects, int colours, int styles, int channels) {
    /** Logit that a thing is centred in this cell. */
    public static final int CENTRE = 0;
    /** Logit that it is a mixture. */
    public static final int MIXTURE = 1;
    /** Left, top, right and bottom edge, as distances from the middle of the cell in units of {@link #REACH} pixels. */
    public static final int BOX = 2;
    /** Pixels that are 1 in a box output. */
    public static final double REACH = 64;

    private static final int CLASSES = BOX + 4;

    static Outputs of(JudgeConfig config) {
        int colours = CLASSES + config.subjects().size();
        int styles = colours + config.colours().size();
        return new Outputs(CLASSES, colours, styles, styles + config.styles().size());
    }
}
