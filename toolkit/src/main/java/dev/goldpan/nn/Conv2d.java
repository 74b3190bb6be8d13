package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Two-dimensional convolution with equal stride and zero padding on both axes. */
public final class Conv2d {
    private static final long[] DENSE = {1, 1};

    private final Parameter weight; // [out, in, kernel, kernel]
    private final Tensor bias; // [out], or null
    private final TensorOptional optionalBias;
    private final long[] stride;
    private final long[] padding;
    private final boolean widened;
    private final OneDnn packed; // null where weights are multiplied as they are stored

    /** A convolution that keeps height and width: stride 1, padding kernel / 2. */
    public Conv2d(Weights weights, long in, long out, int kernel) {
        this(weights, in, out, kernel, 1, kernel / 2);
    }

    /** A convolution with its own stride and padding. */
    public Conv2d(Weights weights, long in, long out, int kernel, int stride, int padding) {
        this(weights, weights.get("bias", out), stride, padding, out, in, kernel, kernel);
    }

    private Conv2d(Weights weights, Tensor bias, int stride, int padding, long... stored) {
        this.weight = new Parameter(weights, "weight", null, stored);
        this.bias = bias;
        this.optionalBias = Optional.of(bias);
        this.stride = new long[] {stride, stride};
        this.padding = new long[] {padding, padding};
        this.widened = Widened.are(weights);
        this.packed = weights.isTrainable() ? null : OneDnn.on(weights.device(), weights.precision());
    }

    /** A convolution without the + b. */
    public static Conv2d withoutBias(Weights weights, long in, long out, int kernel, int stride, int padding) {
        return new Conv2d(weights, null, stride, padding, out, in, kernel, kernel);
    }

    /** @param x [b, in, h, w], fastest in channels-last memory @return [b, out, h', w'], channels-last if x is */
    public Tensor forward(Tensor x) {
        if (packed == null || x.requires_grad()) {
            return widened ? widened(x) : torch.conv2d(x, weight.plain(), optionalBias, stride, padding, DENSE, 1);
        }
        Tensor pixels = x.contiguous(MemoryFormat.ChannelsLast);
        Tensor form = weight.packed(stored -> packed.packConvolution(stored, stride, padding,
                new long[] {x.size(0), x.size(1), x.size(2), x.size(3)}));
        return packed.convolution(pixels, form, bias, stride, padding);
    }

    private Tensor widened(Tensor x) {
        TensorOptional add = bias == null ? new TensorOptional() : new TensorOptional(Widened.wide(bias));
        return Widened.narrow(torch.conv2d(Widened.wide(x), Widened.wide(weight.plain()), add, stride, padding, DENSE, 1));
    }
}
