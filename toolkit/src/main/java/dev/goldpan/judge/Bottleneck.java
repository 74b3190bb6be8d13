package dev.goldpan.judge;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Residual bottleneck, normed before (He et al., 2016): half the channels inside. */
final class Bottleneck {
    private final GroupNorm norm;
    private final Conv2d in;
    private final Conv2d conv;
    private final Conv2d out;

    Bottleneck(Weights weights, int groups, int channels) {
        norm = new GroupNorm(weights.at("norm"), groups, channels, JudgeNetwork.EPS);
        in = new Conv2d(weights.at("proj_in"), channels, channels / 2, 1);
        conv = new Conv2d(weights.at("conv"), channels / 2, channels / 2, 3);
        out = new Conv2d(weights.at("proj_out"), channels / 2, channels, 1);
    }

    /** @param x [b, channels, h, w] @return the same shape */
    Tensor forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor narrow = torch.relu(in.forward(torch.relu(norm.forward(x))));
            return scope.keep(x.add(out.forward(torch.relu(conv.forward(narrow)))));
        }
    }
}
