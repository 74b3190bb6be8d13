package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;

/**
 * Shape of a SigLIP, as its {@code config.json} states it.
 *
 * @param vocabulary rows of the token table (vocab_size)
 * @param positions tokens of every text, padding included (max_position_embeddings)
 * @param text the text half's transformer
 * @param projection width of the shared space (projection_size)
 */
public record SiglipConfig(int vocabulary, int positions, TransformerConfig text, int projection, VisionConfig vision) {
    private static final TransformerConfig LAYERS = new TransformerConfig(768, 3072, 12, 12, Activation.GELU_TANH, 1e-6);

    /** Reads a parsed {@code config.json}. */
    public static SiglipConfig of(ConfigFile file) {
        ConfigFile texts = file.at("text_config");
        TransformerConfig text = TransformerConfig.of(texts, LAYERS);
        VisionConfig vision = VisionConfig.of(file.at("vision_config"), new VisionConfig(224, 16, LAYERS));
        int projection = texts.integer("projection_size", text.width(), 1, TransformerConfig.MOST);
        if (projection != vision.layers().width()) {
            throw texts.bad("projection_size", "is " + projection + ", but pictures have " + vision.layers().width()
                    + " features (hidden_size of vision_config); they must be equal");
        }
        return new SiglipConfig(texts.integer("vocab_size", 32000, 1, 1 << 20),
                texts.integer("max_position_embeddings", 64, 1, TransformerConfig.MOST), text, projection, vision);
    }
}
