package dev.goldpan.vae;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Precision;
import java.nio.file.Path;
import java.util.List;

/**
 * Shape of an AutoencoderTiny, as its {@code config.json} states it.
 *
 * @param inChannels channels of an image to encode
 * @param outChannels channels of a decoded image
 * @param encoderChannels features of each encoder stage, from full resolution down; all equal
 * @param decoderChannels features of each decoder stage, up to full resolution; all equal
 * @param latentChannels channels of a latent
 * @param encoderBlocks residual blocks of each encoder stage
 * @param decoderBlocks residual blocks of each decoder stage
 * @param latentMagnitude half the range of latents that is mapped to [0, 1]
 * @param latentShift where 0 falls in it
 * @param scalingFactor latents = raw * scalingFactor; 1 for every published file
 */
public record TinyAutoencoderConfig(int inChannels, int outChannels, List<Integer> encoderChannels,
        List<Integer> decoderChannels, int latentChannels, List<Integer> encoderBlocks, List<Integer> decoderBlocks,
        double latentMagnitude, double latentShift, double scalingFactor) implements VaeConfig {
    private static final int MOST_CHANNELS = 1 << 14;

    /** Checks that the lists belong together. */
    public TinyAutoencoderConfig {
        stages("encoder", encoderChannels, encoderBlocks);
        stages("decoder", decoderChannels, decoderBlocks);
        if (encoderBlocks.size() != decoderBlocks.size()) {
            throw new IllegalArgumentException("vae: num_encoder_blocks has " + encoderBlocks.size()
                    + " stages and num_decoder_blocks " + decoderBlocks.size() + "; they must be equal");
        }
        if (latentMagnitude == 0 || scalingFactor == 0) {
            throw new IllegalArgumentException("vae: latent_magnitude and scaling_factor must not be 0");
        }
    }

    private static void stages(String half, List<Integer> channels, List<Integer> blocks) {
        if (channels.size() != blocks.size() || channels.stream().distinct().count() != 1) {
            throw new IllegalArgumentException("vae: " + half + "_block_out_channels is " + channels
                    + "; it must have one entry per entry of num_" + half + "_blocks (" + blocks.size() + "), all equal");
        }
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException naming the file, the key and what is allowed
     */
    public static TinyAutoencoderConfig read(Path file) {
        return of(ConfigFile.read(file));
    }

    /** Reads a parsed {@code config.json}. */
    public static TinyAutoencoderConfig of(ConfigFile file) {
        file.only("_class_name", "AutoencoderTiny");
        file.only("act_fn", "relu");
        file.only("upsample_fn", "nearest");
        file.only("upsampling_scaling_factor", "2");
        List<Integer> widths = List.of(64, 64, 64, 64);
        return new TinyAutoencoderConfig(file.integer("in_channels", 3, 1, MOST_CHANNELS),
                file.integer("out_channels", 3, 1, MOST_CHANNELS),
                file.integers("encoder_block_out_channels", widths, 1, MOST_CHANNELS),
                file.integers("decoder_block_out_channels", widths, 1, MOST_CHANNELS),
                file.integer("latent_channels", 4, 1, MOST_CHANNELS),
                file.integers("num_encoder_blocks", List.of(1, 3, 3, 3), 0, 64),
                file.integers("num_decoder_blocks", List.of(3, 3, 3, 1), 0, 64), file.number("latent_magnitude", 3),
                file.number("latent_shift", 0.5), file.number("scaling_factor", 1));
    }

    @Override
    public TinyAutoencoder open(Weights weights) {
        return new TinyAutoencoder(this, weights);
    }

    @Override
    public double finest() {
        return decoderChannels.get(0);
    }

    @Override
    public Precision precision(Precision wanted) {
        return wanted;
    }

    @Override
    public int factor() {
        return 1 << (decoderBlocks.size() - 1);
    }
}
