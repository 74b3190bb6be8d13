package dev.goldpan.nn;

import dev.goldpan.nn.OneDnn.Epilogue;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Affine map over the last axis: x W^T + b. */
public final class Linear {
    private final Parameter weight; // [out, in]
    private final Tensor bias; // [out], or null
    private final boolean widened;
    private final OneDnn packed; // null where weights are multiplied as they are stored

    /** A map from {@code in} to {@code out} features. */
    public Linear(Weights weights, long in, long out) {
        this(weights, null, weights.get("bias", out), out, in);
    }

    private Linear(Weights weights, UnaryOperator<Tensor> form, Tensor bias, long... stored) {
        this.weight = new Parameter(weights, "weight", form, stored);
        this.bias = bias;
        this.widened = Widened.are(weights);
        this.packed = weights.isTrainable() ? null : OneDnn.on(weights.device(), weights.precision());
    }

    /** A map without the + b. */
    public static Linear withoutBias(Weights weights, long in, long out) {
        return new Linear(weights, null, null, out, in);
    }

    /** The map that a 1x1 convolution applies to each pixel: its weight is stored as [out, in, 1, 1]. */
    public static Linear ofPointwiseConvolution(Weights weights, long in, long out) {
        return new Linear(weights, stored -> stored.view(out, in), weights.get("bias", out), out, in, 1, 1);
    }

    /** Two maps stored as one, the first {@code out} rows and the second: an eager chunk without its copies. */
    public static Linear[] halves(Weights weights, long in, long out) {
        return blocks(weights, in, out, 2);
    }

    /** {@code count} maps stored as one, {@code out} rows each. */
    public static Linear[] blocks(Weights weights, long in, long out, int count) {
        Tensor bias = weights.get("bias", count * out);
        Linear[] blocks = new Linear[count];
        for (int i = 0; i < count; i++) {
            long first = i * out;
            blocks[i] = new Linear(weights, stored -> stored.narrow(0, first, out), weights.keep(bias.narrow(0, first, out)),
                    count * out, in);
        }
        return blocks;
    }

    /** @param x [..., in] @return [..., out] */
    public Tensor forward(Tensor x) {
        if (packed != null && !x.requires_grad()) {
            return packed(x, Epilogue.NONE);
        }
        return widened ? Widened.narrow(plain(Widened.wide(x), Widened.wide(weight.plain()), Widened.wide(bias)))
                : plain(x, weight.plain(), bias);
    }

    private static Tensor plain(Tensor x, Tensor weight, Tensor bias) {
        return bias == null ? torch.linear(x, weight) : torch.linear(x, weight, bias);
    }

    /** GELU of the result, by the error function. */
    public Tensor forwardThenGelu(Tensor x) {
        return packed != null && !x.requires_grad() ? packed(x, Epilogue.GELU) : torch.gelu(forward(x));
    }

    private Tensor packed(Tensor x, Epilogue epilogue) {
        long width = x.size(x.dim() - 1);
        Tensor form = weight.packed(stored -> packed.packLinear(stored, x.numel() / width));
        return packed.linear(x, form, bias, epilogue);
    }
}
