package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.text.ClipTextConfig;

/**
 * Shape of a whole CLIP, as its {@code config.json} states it.
 *
 * @param projection width of the space that both halves share (projection_dim)
 */
public record ClipConfig(ClipTextConfig text, VisionConfig vision, int projection) {
    private static final VisionConfig VISION =
            new VisionConfig(224, 32, new TransformerConfig(768, 3072, 12, 12, Activation.QUICK_GELU, 1e-5));

    /** Reads a parsed {@code config.json}. */
    public static ClipConfig of(ConfigFile file) {
        int projection = file.integer("projection_dim", 512, 1, TransformerConfig.MOST);
        ClipTextConfig text = ClipTextConfig.of(file.at("text_config"), false);
        return new ClipConfig(new ClipTextConfig(text.vocabulary(), text.positions(), text.width(), text.innerWidth(),
                text.layers(), text.heads(), text.activation(), text.eps(), text.end(), projection),
                VisionConfig.of(file.at("vision_config"), VISION), projection);
    }
}
