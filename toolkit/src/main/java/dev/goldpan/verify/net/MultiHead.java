package dev.goldpan.verify.net;

import dev.goldpan.nn.Linear;
import dev.goldpan.nn.ScaledDotProduct;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Multi-head attention over maps that every library names differently. Scores are scaled by 1 / sqrt(head width).
 *
 * @param q query map @param k key map @param v value map @param out map of the joined heads
 */
record MultiHead(long heads, Linear q, Linear k, Linear v, Linear out) {
    /** CLIP and SigLIP. */
    static MultiHead clip(TransformerConfig config, Weights weights) {
        int width = config.width();
        return new MultiHead(config.heads(), new Linear(weights.at("q_proj"), width, width),
                new Linear(weights.at("k_proj"), width, width), new Linear(weights.at("v_proj"), width, width),
                new Linear(weights.at("out_proj"), width, width));
    }

    /** DINOv2, and BERT within BLIP: the maps are at {@code inner}. @param context width of what is attended to */
    static MultiHead bert(TransformerConfig config, int context, Weights weights, String inner) {
        int width = config.width();
        Weights maps = weights.at(inner);
        return new MultiHead(config.heads(), new Linear(maps.at("query"), width, width),
                new Linear(maps.at("key"), context, width), new Linear(maps.at("value"), context, width),
                new Linear(weights.at("output", "dense"), width, width));
    }

    /** BLIP's vision half, which stores three maps as one. */
    static MultiHead fused(TransformerConfig config, Weights weights) {
        int width = config.width();
        Linear[] maps = Linear.blocks(weights.at("qkv"), width, width, 3);
        return new MultiHead(config.heads(), maps[0], maps[1], maps[2], new Linear(weights.at("projection"), width, width));
    }

    /**
     * Attends from {@code x} to {@code context}.
     *
     * @param x [b, n, width] @param context [b, m, width of the context]
     * @param mask added to the scores, broadcast to [b, heads, n, m], fp32, or null
     * @return [b, n, width]
     */
    Tensor forward(Tensor x, Tensor context, Tensor mask) {
        try (Scope scope = Scope.open()) {
            Tensor queries = split(q.forward(x));
            Tensor keys = split(k.forward(context));
            Tensor values = split(v.forward(context));
            Tensor mixed = mask == null ? ScaledDotProduct.attend(queries, keys, values) : masked(queries, keys, values, mask);
            return scope.keep(out.forward(mixed.transpose(1, 2).reshape(x.size(0), x.size(1), mixed.size(3) * heads)));
        }
    }

    private static Tensor masked(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        Tensor scaled = queries.mul(new Scalar(1 / Math.sqrt(queries.size(3))));
        Tensor scores = torch.matmul(scaled, keys.transpose(2, 3)).to(ScalarType.Float).add(mask);
        return torch.matmul(torch.softmax(scores, -1).to(values.scalar_type()), values);
    }

    private Tensor split(Tensor x) {
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }
}
