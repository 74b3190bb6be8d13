package dev.goldpan.verify.net;

import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.ScaledDotProduct;
import dev.goldpan.nn.Weights;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One vector from all tokens: a learned query attends to them, then an MLP (Zhai et al., 2022, "MAP head"). */
final class AttentionPool {
    private final long heads;
    private final Tensor probe; // [1, 1, width]
    private final Tensor maps; // [3 width, width]: query, key, value, as torch's MultiheadAttention stores them
    private final Tensor biases; // [3 width]
    private final Linear out;
    private final LayerNorm norm;
    private final Mlp mlp;

    AttentionPool(TransformerConfig config, Weights weights) {
        int width = config.width();
        heads = config.heads();
        probe = weights.get("probe", 1, 1, width);
        maps = weights.at("attention").get("in_proj_weight", 3L * width, width);
        biases = weights.at("attention").get("in_proj_bias", 3L * width);
        out = new Linear(weights.at("attention", "out_proj"), width, width);
        norm = new LayerNorm(weights.at("layernorm"), width, config.eps());
        mlp = Mlp.of(config, weights.at("mlp"));
    }

    /** @param tokens [b, n, width] @return [b, width] */
    Tensor forward(Tensor tokens) {
        Tensor query = map(0, probe.expand(tokens.size(0), 1, tokens.size(2)));
        Tensor mixed = ScaledDotProduct.attend(query, map(1, tokens), map(2, tokens)); // [b, heads, 1, d]
        Tensor pooled = out.forward(mixed.reshape(tokens.size(0), tokens.size(2)));
        return pooled.add(mlp.forward(norm.forward(pooled)));
    }

    private Tensor map(int which, Tensor x) {
        long width = x.size(2);
        Tensor mapped = torch.linear(x, maps.narrow(0, which * width, width), biases.narrow(0, which * width, width));
        return mapped.view(x.size(0), x.size(1), heads, width / heads).transpose(1, 2);
    }
}
