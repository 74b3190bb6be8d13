package dev.goldpan.text;

import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTextConfig.Activation;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One pre-norm transformer layer of CLIP: x += attention(norm x), x += mlp(norm x). */
final class ClipLayer {
    private final LayerNorm norm1;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;
    private final LayerNorm norm2;
    private final Linear widen;
    private final Linear narrow;
    private final Activation activation;
    private final long heads;

    ClipLayer(ClipTextConfig config, Weights weights) {
        int width = config.width();
        Weights attention = weights.at("self_attn");
        norm1 = new LayerNorm(weights.at("layer_norm1"), width, config.eps());
        toQ = new Linear(attention.at("q_proj"), width, width);
        toK = new Linear(attention.at("k_proj"), width, width);
        toV = new Linear(attention.at("v_proj"), width, width);
        toOut = new Linear(attention.at("out_proj"), width, width);
        norm2 = new LayerNorm(weights.at("layer_norm2"), width, config.eps());
        widen = new Linear(weights.at("mlp", "fc1"), width, config.innerWidth());
        narrow = new Linear(weights.at("mlp", "fc2"), config.innerWidth(), width);
        activation = config.activation();
        heads = config.heads();
    }

    /** @param x [b, n, width] @param mask [n, n] fp32, added to the scores @return [b, n, width] */
    Tensor forward(Tensor x, Tensor mask) {
        try (Scope scope = Scope.open()) {
            Tensor attended = x.add(attention(norm1.forward(x), mask));
            return scope.keep(attended.add(narrow.forward(activate(widen.forward(norm2.forward(attended))))));
        }
    }

    /**
     * Softmax in fp32 between two products, not the fused kernel, which falls to a scalar loop for bf16 on a processor; 77 tokens
     * have small scores anyway.
     */
    private Tensor attention(Tensor x, Tensor mask) {
        Tensor q = split(toQ.forward(x)).mul(new Scalar(1 / Math.sqrt((double) x.size(2) / heads))); // [b, heads, n, d]
        Tensor k = split(toK.forward(x));
        Tensor v = split(toV.forward(x));
        Tensor scores = torch.matmul(q, k.transpose(2, 3)).to(ScalarType.Float).add(mask); // [b, heads, n, n]
        Tensor mixed = torch.matmul(torch.softmax(scores, -1).to(v.scalar_type()), v);
        return toOut.forward(mixed.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2)));
    }

    private Tensor split(Tensor x) {
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private Tensor activate(Tensor x) {
        return switch (activation) {
            case QUICK_GELU -> x.mul(torch.sigmoid(x.mul(new Scalar(1.702))));
            case GELU -> torch.gelu(x);
        };
    }
}
