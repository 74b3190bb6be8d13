package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Two-dimensional convolution with equal stride and zero padding on both axes. */
public final class Conv2d {
    private static final long[] DENSE = {1, 1};

    private final Tensor weight; // [out, in, kernel, kernel]
    private final TensorOptional bias;
    private final long[] stride;
    private final long[] padding;

    /** A convolution that keeps height and width: stride 1, padding kernel / 2. */
    public Conv2d(Weights weights, long in, long out, int kernel) {
        this(weights, in, out, kernel, 1, kernel / 2);
    }

    /** A convolution with its own stride and padding. */
    public Conv2d(Weights weights, long in, long out, int kernel, int stride, int padding) {
        this.weight = weights.get("weight", out, in, kernel, kernel);
        this.bias = Optional.of(weights.get("bias", out));
        this.stride = new long[] {stride, stride};
        this.padding = new long[] {padding, padding};
    }

    /** @param x [b, in, h, w] @return [b, out, h', w'] */
    public Tensor forward(Tensor x) {
        return torch.conv2d(x, weight, bias, stride, padding, DENSE, 1);
    }
}
