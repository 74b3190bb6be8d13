package dev.goldpan.denoise;

import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Sinusoids of a number (Vaswani et al., 2017), and the two-layer map that follows them. */
final class TimeEmbedding {
    private static final double LONGEST_PERIOD = 10_000;

    private final Linear first;
    private final Linear second;
    private final ScalarType type;

    TimeEmbedding(Weights weights, long in, long out) {
        first = new Linear(weights.at("linear_1"), in, out);
        second = new Linear(weights.at("linear_2"), out, out);
        type = weights.precision().scalar();
    }

    /** @param features [b, in], fp32: sinusoids must not be rounded before they are taken @return [b, out] */
    Tensor forward(Tensor features) {
        return second.forward(torch.silu(first.forward(features.to(type))));
    }

    /**
     * Sinusoids of {@code values} in fp32.
     *
     * @param values [n], fp32
     * @param dim even number of features
     * @param cosFirst [cos, sin] rather than [sin, cos]
     * @return [n, dim]
     */
    static Tensor sinusoids(Tensor values, int dim, boolean cosFirst, int freqShift) {
        int half = dim / 2;
        Tensor exponent = torch.arange(new Scalar(half), values.options())
                .mul(new Scalar(-Math.log(LONGEST_PERIOD)))
                .div(new Scalar((double) (half - freqShift)));
        Tensor angles = values.unsqueeze(-1).mul(exponent.exp().unsqueeze(0)); // [n, half]
        return torch.cat(cosFirst ? new TensorVector(angles.cos(), angles.sin())
                : new TensorVector(angles.sin(), angles.cos()), -1);
    }
}
