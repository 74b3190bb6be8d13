package dev.goldpan.verify.net;

import dev.goldpan.nn.Embedding;
import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * SigLIP (Zhai et al., 2023), laid out as transformers' SiglipModel: no class token but a pooling head; a text half that sees
 * both ways, padding included, and is read at its last token.
 */
public final class Siglip implements DualEncoder {
    private final SiglipConfig config;
    private final Weights weights;
    private final Patches patches;
    private final Tensor places; // [patches, width]
    private final List<PreNormLayer> vision;
    private final LayerNorm visionNorm;
    private final AttentionPool pool;
    private final Embedding words;
    private final Tensor positions; // [n, width]
    private final List<PreNormLayer> text;
    private final LayerNorm textNorm;
    private final Linear textHead;
    private final Tensor scale; // logarithm of the inverse temperature, [1]
    private final Tensor bias; // [1]

    /** The network over the tensors at {@code weights}. @throws IllegalArgumentException if they are not exactly its own */
    public Siglip(SiglipConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        TransformerConfig seeing = config.vision().layers();
        Weights eye = weights.at("vision_model");
        patches = Patches.of(config.vision(), eye.at("embeddings", "patch_embedding"));
        places = eye.at("embeddings", "position_embedding").get("weight", config.vision().patches(), seeing.width());
        vision = PreNormLayer.stack(seeing, eye.at("encoder", "layers"), PreNormLayer::clip);
        visionNorm = new LayerNorm(eye.at("post_layernorm"), seeing.width(), seeing.eps());
        pool = new AttentionPool(seeing, eye.at("head"));
        TransformerConfig reading = config.text();
        Weights ear = weights.at("text_model");
        words = new Embedding(ear.at("embeddings", "token_embedding"), config.vocabulary(), reading.width());
        positions = ear.at("embeddings", "position_embedding").get("weight", config.positions(), reading.width());
        text = PreNormLayer.stack(reading, ear.at("encoder", "layers"), PreNormLayer::clip);
        textNorm = new LayerNorm(ear.at("final_layer_norm"), reading.width(), reading.eps());
        textHead = new Linear(ear.at("head"), reading.width(), config.projection());
        scale = weights.get("logit_scale", 1);
        bias = weights.get("logit_bias", 1);
        weights.finish();
    }

    @Override
    public Tensor tokens(Tensor pixels) {
        Patches.check(pixels, side());
        try (Scope scope = Scope.open()) {
            Tensor seen = PreNormLayer.through(vision, patches.forward(pixels).add(places));
            return scope.keep(visionNorm.forward(seen));
        }
    }

    @Override
    public Tensor pool(Tensor tokens) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Unit.of(pool.forward(tokens)));
        }
    }

    @Override
    public int leading() {
        return 0;
    }

    /** @param ids [b, positions], int64, padded to the full length: padding is part of the function */
    @Override
    public Tensor texts(Tensor ids) {
        if (ids.size(1) != config.positions()) {
            throw new IllegalArgumentException("a text of " + ids.size(1) + " tokens: this encoder reads exactly "
                    + config.positions() + " (max_position_embeddings)");
        }
        try (Scope scope = Scope.open()) {
            Tensor read = PreNormLayer.through(text, words.forward(ids).add(positions));
            Tensor last = read.select(1, config.positions() - 1);
            return scope.keep(Unit.of(textHead.forward(textNorm.forward(last))));
        }
    }

    @Override
    public Tensor logits(Tensor cosines) {
        try (Scope scope = Scope.open()) {
            return scope.keep(cosines.mul(scale.to(ScalarType.Float).exp()).add(bias.to(ScalarType.Float)));
        }
    }

    @Override
    public int side() {
        return config.vision().image();
    }

    @Override
    public double gigaflops() {
        return config.vision().gigaflops(0);
    }

    @Override
    public Weights weights() {
        return weights;
    }
}
