package dev.goldpan.verify.net;

import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * DINOv2 (Oquab et al., 2024), laid out as transformers' Dinov2Model, or Dinov2ForImageClassification where it has a linear head.
 *
 * <p>Sees pictures of any size that the patch divides: its positions are interpolated. Differentiable in the pictures, and in the
 * weights where they are trainable.
 */
public final class Dino implements VisionTransformer {
    private final DinoConfig config;
    private final Weights weights;
    private final Patches patches;
    private final Tensor classToken; // [1, 1, width]
    private final Tensor positions; // [1, patches + 1, width]
    private final List<PreNormLayer> layers;
    private final LayerNorm norm;
    private final Linear classifier; // null where there is none

    /** The network over the tensors at {@code weights}. @throws IllegalArgumentException if they are not exactly its own */
    public Dino(DinoConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        TransformerConfig shape = config.vision().layers();
        Weights body = config.labels() > 0 ? weights.at("dinov2") : weights;
        Weights embeddings = body.at("embeddings");
        patches = Patches.of(config.vision(), embeddings.at("patch_embeddings", "projection"));
        classToken = embeddings.get("cls_token", 1, 1, shape.width());
        positions = embeddings.get("position_embeddings", 1, config.vision().patches() + 1L, shape.width());
        if (config.masked()) {
            embeddings.get("mask_token", 1, shape.width());
        }
        layers = PreNormLayer.stack(shape, body.at("encoder", "layer"), PreNormLayer::dino);
        norm = new LayerNorm(body.at("layernorm"), shape.width(), shape.eps());
        classifier = config.labels() == 0 ? null
                : new Linear(weights.at("classifier"), 2L * shape.width(), config.labels());
        weights.finish();
    }

    /** @param pixels [b, 3, h, w], preprocessed @return all tokens, the class token first, [b, 1 + patches, width] */
    @Override
    public Tensor tokens(Tensor pixels) {
        int patch = config.vision().patch();
        if (pixels.size(2) % patch != 0 || pixels.size(3) % patch != 0) {
            throw new IllegalArgumentException("pictures of " + pixels.size(3) + "x" + pixels.size(2)
                    + " pixels do not consist of patches of " + patch);
        }
        try (Scope scope = Scope.open()) {
            Tensor tokens = Patches.after(classToken, patches.forward(pixels));
            Tensor placed = tokens.add(positions(pixels.size(2) / patch, pixels.size(3) / patch));
            return scope.keep(norm.forward(PreNormLayer.through(layers, placed)));
        }
    }

    /** The class token. @return [b, width] */
    @Override
    public Tensor pool(Tensor tokens) {
        return tokens.select(1, 0);
    }

    @Override
    public int leading() {
        return 1;
    }

    /** The class token and the mean patch: what the linear head sees. @return [b, 2 * width] */
    public Tensor summary(Tensor tokens) {
        try (Scope scope = Scope.open()) {
            Tensor mean = tokens.narrow(1, 1, tokens.size(1) - 1).mean(1);
            return scope.keep(torch.cat(new TensorVector(tokens.select(1, 0), mean), 1));
        }
    }

    /** The linear head. @return [b, labels], fp32 */
    public Tensor logits(Tensor tokens) {
        try (Scope scope = Scope.open()) {
            return scope.keep(classifier.forward(summary(tokens)).to(ScalarType.Float));
        }
    }

    /** Bicubic, in fp32, as transformers does it; the original code shifts the scale by a tenth of a patch. */
    private Tensor positions(long rows, long columns) {
        long side = Math.round(Math.sqrt(positions.size(1) - 1.0));
        if (rows == side && columns == side) {
            return positions;
        }
        Tensor grid = positions.narrow(1, 1, side * side).view(1, side, side, positions.size(2)).permute(0, 3, 1, 2);
        Tensor resized = torch.upsample_bicubic2d(grid.to(ScalarType.Float), new long[] {rows, columns}, false,
                new DoubleOptional(), new DoubleOptional());
        Tensor flat = resized.to(positions.scalar_type()).permute(0, 2, 3, 1).reshape(1, rows * columns, positions.size(2));
        return torch.cat(new TensorVector(positions.narrow(1, 0, 1), flat), 1);
    }

    /** The shape of this network. */
    public DinoConfig config() {
        return config;
    }

    @Override
    public int side() {
        return config.vision().image();
    }

    @Override
    public double gigaflops() {
        return config.vision().gigaflops(1);
    }

    @Override
    public Weights weights() {
        return weights;
    }
}
