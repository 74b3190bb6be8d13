package dev.goldpan.denoise;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Residual block with a time embedding (diffusers ResnetBlock2D, time_embedding_norm "default"). */
final class ResnetBlock {
    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final Linear time;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final Conv2d shortcut; // null where in == out

    ResnetBlock(Weights weights, UNetConfig config, long in, long out) {
        norm1 = new GroupNorm(weights.at("norm1"), config.normGroups(), in, config.normEps());
        conv1 = new Conv2d(weights.at("conv1"), in, out, 3);
        time = new Linear(weights.at("time_emb_proj"), config.timeWidth(), out);
        norm2 = new GroupNorm(weights.at("norm2"), config.normGroups(), out, config.normEps());
        conv2 = new Conv2d(weights.at("conv2"), out, out, 3);
        shortcut = in == out ? null : new Conv2d(weights.at("conv_shortcut"), in, out, 1);
    }

    /**
     * @param x [b, in, h, w]
     * @param activatedTime SiLU of the time embedding, [b, timeWidth]
     * @return [b, out, h, w]
     */
    Tensor forward(Tensor x, Tensor activatedTime) {
        try (Scope scope = Scope.open()) {
            Tensor h = conv1.forward(torch.silu(norm1.forward(x)));
            h = h.add(time.forward(activatedTime).unsqueeze(-1).unsqueeze(-1));
            h = conv2.forward(torch.silu(norm2.forward(h)));
            Tensor straight = shortcut == null ? x : shortcut.forward(x);
            return scope.keep(straight.add(h));
        }
    }
}
