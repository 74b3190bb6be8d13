package dev.goldpan.guide;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The 3x3 smoothing of Attend-and-Excite and its successors, with reflection at the border.
 *
 * <p>The papers say a Gaussian of sigma 0.5; the released code's exponent is -((x - mu) / (2 sigma))^2, a Gaussian of sigma
 * 0.7071.
 * All published numbers are of the latter, so it is the one here.
 */
final class Smoothing {
    private static final double SIDE = Math.exp(-1) / (1 + 2 * Math.exp(-1));
    private static final double MIDDLE = 1 - 2 * SIDE;

    private Smoothing() {}

    /** Smooths every map of [k, h, w]. */
    static Tensor apply(Tensor maps) {
        double[] line = {SIDE, MIDDLE, SIDE};
        float[] kernel = new float[9];
        for (int i = 0; i < 9; i++) {
            kernel[i] = (float) (line[i / 3] * line[i % 3]);
        }
        Tensor weight = Tensor.create(kernel, 1, 1, 3, 3).to(maps.device(), maps.scalar_type());
        Tensor padded = torch.reflection_pad2d(maps.unsqueeze(1), 1, 1, 1, 1); // [k, 1, h + 2, w + 2]
        return torch.conv2d(padded, weight).squeeze(1);
    }
}
