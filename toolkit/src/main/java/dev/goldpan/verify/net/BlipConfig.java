package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;
import java.util.List;

/**
 * Shape of an ImageReward: BLIP's halves with a regressor, as its {@code config.json} states it.
 *
 * @param vocabulary rows of the token table (vocab_size)
 * @param positions most tokens of a text (max_position_embeddings)
 * @param text the transformer that reads the text and looks at the picture
 * @param vision the transformer that sees the picture
 * @param head features after each map of the regressor but the last (head_sizes)
 * @param mean of its raw outputs over many pictures (reward_mean)
 * @param deviation of the same (reward_std)
 */
public record BlipConfig(int vocabulary, int positions, TransformerConfig text, VisionConfig vision, List<Integer> head,
        double mean, double deviation) {
    private static final TransformerConfig TEXT = new TransformerConfig(768, 3072, 12, 12, Activation.GELU, 1e-12);
    private static final VisionConfig VISION =
            new VisionConfig(224, 16, new TransformerConfig(1024, 4096, 24, 16, Activation.GELU, 1e-6));

    /** Reads a parsed {@code config.json}; absent keys mean the published ImageReward. */
    public static BlipConfig of(ConfigFile file) {
        ConfigFile texts = file.at("text_config");
        VisionConfig vision = VisionConfig.of(file.at("vision_config"), VISION);
        if (texts.integer("encoder_hidden_size", vision.layers().width(), 1, TransformerConfig.MOST) != vision.layers().width()) {
            throw texts.bad("encoder_hidden_size", "is not the hidden_size of vision_config, " + vision.layers().width());
        }
        double deviation = file.number("reward_std", 1.0333394966054072);
        if (!(deviation > 0)) {
            throw file.bad("reward_std", "is " + deviation + "; expected a positive number");
        }
        return new BlipConfig(texts.integer("vocab_size", 30524, 1, 1 << 20),
                texts.integer("max_position_embeddings", 512, 1, TransformerConfig.MOST),
                TransformerConfig.of(texts, TEXT), vision,
                file.integers("head_sizes", List.of(1024, 128, 64, 16), 1, TransformerConfig.MOST),
                file.number("reward_mean", 0.16717362830052426), deviation);
    }
}
