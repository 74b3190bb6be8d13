package dev.goldpan.vae;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Residual block without a time embedding (diffusers ResnetBlock2D, temb_channels None). */
final class ResnetBlock implements Layer {
    private final Layer branch;
    private final Conv2d shortcut; // null where in == out

    ResnetBlock(Weights weights, int groups, long in, long out) {
        branch = Layer.chain(List.of(new NormConv(weights.at("norm1"), weights.at("conv1"), groups, in, out),
                new NormConv(weights.at("norm2"), weights.at("conv2"), groups, out, out)));
        shortcut = in == out ? null : new Conv2d(weights.at("conv_shortcut"), in, out, 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor branched = branch.forward(x); // before the shortcut: the branch is where memory peaks
            return scope.keep(branched.add_(shortcut == null ? x : shortcut.forward(x)));
        }
    }
}
