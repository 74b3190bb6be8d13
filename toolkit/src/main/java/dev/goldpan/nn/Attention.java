package dev.goldpan.nn;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Multi-head attention as diffusers lays it out: {@code to_q}, {@code to_k}, {@code to_v}, {@code to_out.0}.
 *
 * <p>Scores are scaled by 1 / sqrt(head width); there is no mask.
 */
public final class Attention {
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;
    private final long heads;
    private final boolean upcast;

    /**
     * Attention of {@code width} features over {@code contextWidth} features (equal for self-attention).
     *
     * @param heads must divide {@code width}
     * @param upcast whether scores are taken in fp32 whatever the precision: those of SD2.1-768 are beyond fp16
     */
    public Attention(Weights weights, long width, long contextWidth, long heads, boolean upcast) {
        if (width % heads != 0) {
            throw new IllegalArgumentException("attention_head_dim: " + heads + " heads do not divide " + width + " channels");
        }
        this.toQ = Linear.withoutBias(weights.at("to_q"), width, width);
        this.toK = Linear.withoutBias(weights.at("to_k"), contextWidth, width);
        this.toV = Linear.withoutBias(weights.at("to_v"), contextWidth, width);
        this.toOut = new Linear(weights.at("to_out", 0), width, width);
        this.heads = heads;
        this.upcast = upcast;
    }

    /**
     * Attends from {@code x} to {@code context}.
     *
     * @param x [b, queries, width]
     * @param context [b, keys, contextWidth]
     * @return [b, queries, width]
     */
    public Tensor forward(Tensor x, Tensor context, AttentionTap tap, AttentionTap.Site site) {
        try (Scope scope = Scope.open()) {
            Tensor q = split(toQ.forward(x)); // [b, heads, queries, d]
            Tensor k = split(toK.forward(context)); // [b, heads, keys, d]
            Tensor v = split(toV.forward(context));
            Tensor mixed = tap.wants(site) ? recorded(q, k, v, tap, site) : upcast ? wide(q, k, v) : ScaledDotProduct.attend(q, k, v);
            return scope.keep(toOut.forward(merge(mixed)));
        }
    }

    private static Tensor wide(Tensor q, Tensor k, Tensor v) {
        return ScaledDotProduct.attend(q.to(ScalarType.Float), k.to(ScalarType.Float), v.to(ScalarType.Float)).to(v.scalar_type());
    }

    private Tensor recorded(Tensor q, Tensor k, Tensor v, AttentionTap tap, AttentionTap.Site site) {
        Tensor probabilities = ScaledDotProduct.probabilities(q.to(ScalarType.Float), k.to(ScalarType.Float));
        tap.record(site, probabilities);
        return torch.matmul(probabilities.to(v.scalar_type()), v);
    }

    private Tensor split(Tensor x) {
        return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private Tensor merge(Tensor x) {
        return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3));
    }
}
