package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Group normalisation over channels (Wu and He, 2018). */
public final class GroupNorm {
    private final TensorOptional weight; // [channels]
    private final TensorOptional bias; // [channels]
    private final int groups;
    private final double eps;

    /** A norm of {@code channels} in {@code groups}. */
    public GroupNorm(Weights weights, int groups, long channels, double eps) {
        if (channels % groups != 0) {
            throw new IllegalArgumentException("norm_num_groups: " + groups + " does not divide " + channels + " channels");
        }
        this.weight = Optional.of(weights.get("weight", channels));
        this.bias = Optional.of(weights.get("bias", channels));
        this.groups = groups;
        this.eps = eps;
    }

    /** @param x [b, channels, ...] @return the same shape */
    public Tensor forward(Tensor x) {
        return torch.group_norm(x, groups, weight, bias, eps, false);
    }
}
