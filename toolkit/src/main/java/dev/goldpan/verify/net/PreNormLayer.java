package dev.goldpan.verify.net;

import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A transformer layer that normalises what enters each branch: x += attention(norm x), x += mlp(norm x).
 *
 * @param scale1 factor of the first branch per feature (LayerScale, Touvron et al., 2021), [width], or null
 * @param scale2 the same for the second branch
 */
record PreNormLayer(LayerNorm norm1, MultiHead attention, Tensor scale1, LayerNorm norm2, Mlp mlp, Tensor scale2) {
    /** CLIP and SigLIP. */
    static PreNormLayer clip(TransformerConfig config, Weights weights) {
        return named(config, weights, MultiHead.clip(config, weights.at("self_attn")));
    }

    /** BLIP's vision half. */
    static PreNormLayer blip(TransformerConfig config, Weights weights) {
        return named(config, weights, MultiHead.fused(config, weights.at("self_attn")));
    }

    private static PreNormLayer named(TransformerConfig config, Weights weights, MultiHead attention) {
        return new PreNormLayer(new LayerNorm(weights.at("layer_norm1"), config.width(), config.eps()), attention, null,
                new LayerNorm(weights.at("layer_norm2"), config.width(), config.eps()), Mlp.of(config, weights.at("mlp")), null);
    }

    /** DINOv2. */
    static PreNormLayer dino(TransformerConfig config, Weights weights) {
        int width = config.width();
        return new PreNormLayer(new LayerNorm(weights.at("norm1"), width, config.eps()),
                MultiHead.bert(config, width, weights.at("attention"), "attention"),
                weights.at("layer_scale1").get("lambda1", width), new LayerNorm(weights.at("norm2"), width, config.eps()),
                Mlp.of(config, weights.at("mlp")), weights.at("layer_scale2").get("lambda1", width));
    }

    /** All layers of {@code config}, from the list at {@code weights}. */
    static List<PreNormLayer> stack(TransformerConfig config, Weights weights,
            BiFunction<TransformerConfig, Weights, PreNormLayer> kind) {
        return IntStream.range(0, config.layers()).mapToObj(i -> kind.apply(config, weights.at(i))).toList();
    }

    /** Through all of {@code layers}. @param x [b, n, width] @return the same shape */
    static Tensor through(List<PreNormLayer> layers, Tensor x) {
        Tensor at = x;
        for (PreNormLayer layer : layers) {
            at = layer.forward(at);
        }
        return at;
    }

    Tensor forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor normed = norm1.forward(x);
            Tensor attended = x.add(scaled(attention.forward(normed, normed, null), scale1));
            return scope.keep(attended.add(scaled(mlp.forward(norm2.forward(attended)), scale2)));
        }
    }

    private static Tensor scaled(Tensor x, Tensor scale) {
        return scale == null ? x : x.mul(scale);
    }
}
