package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;

/**
 * Shape of a DINOv2, as its {@code config.json} states it.
 *
 * @param labels classes of its linear head, or 0 where there is none (Dinov2Model)
 * @param masked whether there is a token for hidden patches, which only its training uses (use_mask_token)
 */
public record DinoConfig(VisionConfig vision, int labels, boolean masked) {
    private static final VisionConfig VISION =
            new VisionConfig(224, 14, new TransformerConfig(768, 3072, 12, 12, Activation.GELU, 1e-6));

    /** Reads a parsed {@code config.json}. @throws IllegalArgumentException also for the giant, whose MLP is another */
    public static DinoConfig of(ConfigFile file) {
        file.only("model_type", "dinov2");
        if (file.flag("use_swiglu_ffn", false) || !file.flag("qkv_bias", true)) {
            throw file.bad(file.flag("qkv_bias", true) ? "use_swiglu_ffn" : "qkv_bias",
                    "is not the one of DINOv2 S, B and L, which are supported");
        }
        VisionConfig vision = VisionConfig.of(file, VISION);
        int inner = vision.layers().width() * file.integer("mlp_ratio", 4, 1, 64);
        return new DinoConfig(new VisionConfig(vision.image(), vision.patch(), vision.layers().withInner(inner)),
                file.isOf("Dinov2ForImageClassification") ? file.count("id2label", 2) : 0, file.flag("use_mask_token", true));
    }
}
