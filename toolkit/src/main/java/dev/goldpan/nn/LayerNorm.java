package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Layer normalisation over the last axis (Ba et al., 2016). */
public final class LayerNorm {
    private final TensorOptional weight; // [width]
    private final TensorOptional bias; // [width]
    private final long[] shape;
    private final double eps;

    /** A norm with scale and shift over {@code width} features. */
    public LayerNorm(Weights weights, long width, double eps) {
        this.weight = Optional.of(weights.get("weight", width));
        this.bias = Optional.of(weights.get("bias", width));
        this.shape = new long[] {width};
        this.eps = eps;
    }

    /** @param x [..., width] @return the same shape */
    public Tensor forward(Tensor x) {
        return torch.layer_norm(x, shape, weight, bias, eps, false);
    }
}
