package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Affine map over the last axis: x W^T + b. */
public final class Linear {
    private final Tensor weight; // [out, in]
    private final Tensor bias; // [out], or null

    /** A map from {@code in} to {@code out} features, with a bias where the checkpoint has one. */
    public Linear(Weights weights, long in, long out) {
        weight = weights.get("weight", out, in);
        bias = weights.getIfPresent("bias", out);
    }

    /** @param x [..., in] @return [..., out] */
    public Tensor forward(Tensor x) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    }
}
