package dev.goldpan.judge;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

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

    /** What is answered for the pictures whose mirror images are answered with {@code answers}, [b, channels, 16, 16]. */
    static Tensor mirrored(Tensor answers) {
        Tensor back = torch.flip(answers, 3);
        long rest = BOX + 3;
        return torch.cat(new TensorVector(back.narrow(1, 0, BOX), back.narrow(1, BOX + 2, 1), back.narrow(1, BOX + 1, 1), // left is right
                back.narrow(1, BOX, 1), back.narrow(1, rest, back.size(1) - rest)), 1);
    }
}
