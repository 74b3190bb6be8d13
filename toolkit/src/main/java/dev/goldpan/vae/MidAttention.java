package dev.goldpan.vae;

import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.ScaledDotProduct;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;

/** Self-attention between all pixels of the coarsest level, one head as wide as the feature map, with a residual. */
final class MidAttention implements Layer {
    private final GroupNorm norm;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    MidAttention(Weights weights, int groups, long width) {
        norm = new GroupNorm(weights.at("group_norm"), groups, width, NormConv.EPS);
        toQ = new Linear(weights.at("to_q"), width, width);
        toK = new Linear(weights.at("to_k"), width, width);
        toV = new Linear(weights.at("to_v"), width, width);
        toOut = new Linear(weights.at("to_out", 0), width, width);
    }

    @Override
    public Tensor forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor pixels = norm.forward(x).flatten(2, -1).transpose(1, 2); // [b, h w, c]
            Tensor mixed = ScaledDotProduct.attend(oneHead(toQ.forward(pixels)), oneHead(toK.forward(pixels)),
                    oneHead(toV.forward(pixels)));
            Tensor out = toOut.forward(mixed.squeeze(1)).transpose(1, 2).unflatten(2, x.size(2), x.size(3));
            return scope.keep(x.add(out));
        }
    }

    private static Tensor oneHead(Tensor x) {
        return x.unsqueeze(1); // [b, 1, h w, c]
    }
}
