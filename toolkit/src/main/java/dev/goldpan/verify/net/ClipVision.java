package dev.goldpan.verify.net;

import dev.goldpan.nn.LayerNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The picture half of CLIP (Radford et al., 2021): a vision transformer that is read at its class token. */
final class ClipVision {
    private final VisionConfig config;
    private final Patches patches;
    private final Tensor classToken; // [width]
    private final Tensor positions; // [patches + 1, width]
    private final LayerNorm first;
    private final List<PreNormLayer> layers;
    private final LayerNorm last;
    private final Linear projection;

    ClipVision(ClipConfig whole, Weights weights) {
        config = whole.vision();
        int width = config.layers().width();
        Weights vision = weights.at("vision_model");
        Weights embeddings = vision.at("embeddings");
        patches = Patches.withoutBias(config, embeddings.at("patch_embedding"));
        classToken = embeddings.get("class_embedding", width);
        positions = embeddings.at("position_embedding").get("weight", config.patches() + 1L, width);
        first = new LayerNorm(vision.at("pre_layrnorm"), width, config.layers().eps()); // the published files spell it so
        layers = PreNormLayer.stack(config.layers(), vision.at("encoder", "layers"), PreNormLayer::clip);
        last = new LayerNorm(vision.at("post_layernorm"), width, config.layers().eps());
        projection = Linear.withoutBias(weights.at("visual_projection"), width, whole.projection());
    }

    /** @param pixels [b, 3, image, image] @return [b, 1 + patches, width] */
    Tensor tokens(Tensor pixels) {
        Patches.check(pixels, config.image());
        try (Scope scope = Scope.open()) {
            Tensor tokens = Patches.after(classToken, patches.forward(pixels)).add(positions);
            return scope.keep(PreNormLayer.through(layers, first.forward(tokens)));
        }
    }

    /** @return [b, projection] */
    Tensor pool(Tensor tokens) {
        return projection.forward(last.forward(tokens.select(1, 0)));
    }
}
