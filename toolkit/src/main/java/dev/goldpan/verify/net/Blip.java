package dev.goldpan.verify.net;

import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How well a picture serves a prompt, as one number: ImageReward (Xu et al., 2023). BLIP's vision and text halves under the names
 * of transformers' BlipForImageTextRetrieval, then maps without a non-linearity between them, {@code mlp.layers}.
 *
 * <p>Differentiable in the pictures, and in the weights where they are trainable.
 */
public final class Blip implements AutoCloseable {
    private static final int DROPPED = 3; // maps that a dropout follows in training, which takes an index in the checkpoint

    private final BlipConfig config;
    private final Weights weights;
    private final Patches patches;
    private final Tensor classToken; // [1, 1, width]
    private final Tensor positions; // [1, patches + 1, width]
    private final List<PreNormLayer> vision;
    private final LayerNorm norm;
    private final BlipText text;
    private final List<Linear> head = new ArrayList<>();

    /** The network over the tensors at {@code weights}. @throws IllegalArgumentException if they are not exactly its own */
    public Blip(BlipConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        TransformerConfig shape = config.vision().layers();
        Weights eye = weights.at("vision_model");
        patches = Patches.of(config.vision(), eye.at("embeddings", "patch_embedding"));
        classToken = eye.at("embeddings").get("class_embedding", 1, 1, shape.width());
        positions = eye.at("embeddings").get("position_embedding", 1, config.vision().patches() + 1L, shape.width());
        vision = PreNormLayer.stack(shape, eye.at("encoder", "layers"), PreNormLayer::blip);
        norm = new LayerNorm(eye.at("post_layernorm"), shape.width(), shape.eps());
        text = new BlipText(config, weights.at("text_encoder"));
        int in = config.text().width();
        for (int i = 0; i <= config.head().size(); i++) {
            int out = i < config.head().size() ? config.head().get(i) : 1;
            head.add(new Linear(weights.at("mlp", "layers", i + Math.min(i, DROPPED)), in, out));
            in = out;
        }
        weights.finish();
    }

    /** All tokens of a picture. @param pixels [b, 3, side, side], preprocessed @return [b, 1 + patches, width] */
    public Tensor see(Tensor pixels) {
        Patches.check(pixels, side());
        try (Scope scope = Scope.open()) {
            Tensor tokens = Patches.after(classToken, patches.forward(pixels)).add(positions);
            return scope.keep(norm.forward(PreNormLayer.through(vision, tokens)));
        }
    }

    /** The texts as read while looking. @param real [b, n], 1 for a token, 0 for padding @return [b, n, width] */
    public Tensor read(Tensor ids, Tensor real, Tensor seen) {
        return text.forward(ids, real, seen);
    }

    /**
     * The reward, about standard normal over the pictures that its mean and deviation are from.
     *
     * @param seen from {@link #see} @param ids [b, n], int64 @param real [b, n], 1 for a token, 0 for padding
     * @return [b], fp32
     */
    public Tensor reward(Tensor seen, Tensor ids, Tensor real) {
        try (Scope scope = Scope.open()) {
            Tensor at = read(ids, real, seen).select(1, 0);
            for (Linear map : head) {
                at = map.forward(at);
            }
            Tensor raw = at.squeeze(1).to(ScalarType.Float);
            return scope.keep(raw.sub(new Scalar(config.mean())).div(new Scalar(config.deviation())));
        }
    }

    /** Pixels on a side of a picture. */
    public int side() {
        return config.vision().image();
    }

    /** 10^9 floating-point operations per pair of a picture and a text of {@code tokens} tokens. */
    public double gigaflops(int tokens) {
        TransformerConfig reading = config.text();
        double looking = 4.0 * reading.layers() * (config.vision().patches() + tokens) * reading.width() * reading.width();
        return config.vision().gigaflops(1) + reading.gigaflops(tokens) + looking / 1e9;
    }

    /** The weights, for an optimiser or a checkpoint. */
    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.close();
    }
}
