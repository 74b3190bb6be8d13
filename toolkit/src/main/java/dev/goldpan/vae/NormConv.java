package dev.goldpan.vae;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Group norm, SiLU, 3x3 convolution: half a residual block, and the last step of encoder and decoder. */
final class NormConv implements Layer {
    /** Epsilon of every norm of the autoencoder. */
    static final double EPS = 1e-6;

    private final GroupNorm norm;
    private final Conv2d conv;

    NormConv(Weights norm, Weights conv, int groups, long in, long out) {
        this.norm = new GroupNorm(norm, groups, in, EPS);
        this.conv = new Conv2d(conv, in, out, 3);
    }

    @Override
    public Tensor forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor normed = norm.forward(x);
            torch.silu_(normed); // in place: what it returns is not a handle of its own
            return scope.keep(conv.forward(normed));
        }
    }
}
