package dev.goldpan.mini.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** What a dual encoder minimises over a batch in which some captions are true of several pictures, and mixtures have none. */
enum PairLoss {
    /**
     * Cross-entropy of each picture's own caption among those that are false of it, and of each caption's own picture likewise
     * (Radford et al., 2021; with other true pairs left out).
     */
    SOFTMAX {
        @Override
        Tensor of(Tensor logits, Tensor fits, Tensor captioned) {
            Tensor own = torch.eye(logits.size(0), new TensorOptions());
            Tensor otherwiseTrue = fits.sub(own).gt(new Scalar(0.5));
            Tensor open = logits.masked_fill(otherwiseTrue, new Scalar(NEVER));
            Tensor toCaptions = open.masked_fill(captioned.unsqueeze(0).lt(new Scalar(0.5)), new Scalar(NEVER));
            Tensor captions = torch.log_softmax(toCaptions, 1).diagonal(0, 0, 1).mul(captioned);
            Tensor pictures = torch.log_softmax(open, 0).diagonal(0, 0, 1).mul(captioned);
            return captions.add(pictures).sum().div(captioned.sum().mul(new Scalar(-2)));
        }
    },
    /** Each pair by itself: is this caption true of this picture? (Zhai et al., 2023, equation 1, with every true pair positive). */
    SIGMOID {
        @Override
        Tensor of(Tensor logits, Tensor fits, Tensor captioned) {
            Tensor signs = fits.mul(new Scalar(2)).sub(new Scalar(1));
            Tensor each = torch.softplus(logits.mul(signs).neg()).mul(captioned.unsqueeze(0));
            return each.sum().div(captioned.sum());
        }
    };

    private static final double NEVER = -1e4;

    /**
     * The loss.
     *
     * @param logits [pictures, captions], fp32; one picture and caption in each place belong together
     * @param fits which caption is true of which picture, 1 or 0
     * @param captioned whether the picture in each place has a caption, 1 or 0
     */
    abstract Tensor of(Tensor logits, Tensor fits, Tensor captioned);
}
