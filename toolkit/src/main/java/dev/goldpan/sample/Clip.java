package dev.goldpan.sample;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** What keeps predictions of the clean latent in range. Pixel models want it, latent models do not. */
public sealed interface Clip {
    /** Leaves predictions as they are. */
    Clip NONE = new Off();

    /** The prediction, kept in range, [b, ...]. */
    Tensor apply(Tensor x0);

    /** Nothing is clipped. */
    record Off() implements Clip {
        @Override
        public Tensor apply(Tensor x0) {
            return x0;
        }
    }

    /**
     * Every element is clipped.
     *
     * @param limit largest magnitude
     */
    record Fixed(double limit) implements Clip {
        /** Checks the range. */
        public Fixed {
            if (!(limit > 0)) {
                throw new IllegalArgumentException("clip_sample_range: " + limit + " is not positive");
            }
        }

        @Override
        public Tensor apply(Tensor x0) {
            return x0.clamp(new ScalarOptional(new Scalar(-limit)), new ScalarOptional(new Scalar(limit)));
        }
    }

    /**
     * Dynamic thresholding (Saharia et al. 2022, section 2.3): each item is clipped at a quantile of its magnitudes, where that is
     * above 1, and divided by it.
     *
     * @param quantile which one, in (0, 1]
     * @param largest the threshold's upper limit, at least 1
     */
    record Dynamic(double quantile, double largest) implements Clip {
        /** Checks the ranges. */
        public Dynamic {
            if (!(quantile > 0 && quantile <= 1)) {
                throw new IllegalArgumentException("dynamic_thresholding_ratio: " + quantile + " is not in (0, 1]");
            }
            if (!(largest >= 1)) {
                throw new IllegalArgumentException("sample_max_value: " + largest + " is below 1");
            }
        }

        @Override
        public Tensor apply(Tensor x0) {
            Tensor flat = x0.flatten(1, -1);
            Tensor threshold = torch.quantile(flat.abs(), quantile, new LongOptional(1), true, "linear")
                    .clamp(new ScalarOptional(new Scalar(1.0)), new ScalarOptional(new Scalar(largest)));
            return flat.clamp(new TensorOptional(threshold.neg()), new TensorOptional(threshold)).div(threshold).view_as(x0);
        }
    }
}
