package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Affine map over the last axis: x W^T + b. */
public final class Linear {
    private final Tensor weight; // [out, in]
    private final Tensor bias; // [out], or null

    /** A map from {@code in} to {@code out} features. */
    public Linear(Weights weights, long in, long out) {
        this(weights.get("weight", out, in), weights.get("bias", out));
    }

    private Linear(Tensor weight, Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** A map without the + b. */
    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights.get("weight", out, in), null);
    }

    /** The map that a 1x1 convolution applies to each pixel: its weight is stored as [out, in, 1, 1]. */
    public static Linear ofPointwiseConvolution(Weights weights, long in, long out) {
        Tensor weight = weights.get("weight", out, in, 1, 1);
        return new Linear(weights.keep(weight.view(out, in)), weights.get("bias", out));
    }

    /** Two maps stored as one, the first {@code out} rows and the second: an eager chunk without its copies. */
    public static Linear[] halves(Weights weights, long in, long out) {
        Tensor weight = weights.get("weight", 2 * out, in);
        Tensor bias = weights.get("bias", 2 * out);
        Linear[] halves = new Linear[2];
        for (int i = 0; i < 2; i++) {
            Tensor rows = weights.keep(weight.narrow(0, i * out, out));
            halves[i] = new Linear(rows, weights.keep(bias.narrow(0, i * out, out)));
        }
        return halves;
    }

    /** @param x [..., in] @return [..., out] */
    public Tensor forward(Tensor x) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    }
}
