package dev.goldpan.vae;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Precision;
import java.nio.file.Path;
import java.util.List;

/**
 * Shape of an AutoencoderKL, as its {@code config.json} states it.
 *
 * <p>{@code patchSize} is this project's addition to the keys of diffusers, where the class has none and every file means 1: the
 * encoder first folds each patch of p x p pixels into channels and the decoder ends by unfolding them, so that no convolution
 * runs at full resolution. (diffusers' AutoencoderKLWan has the same key with the same meaning.)
 *
 * @param inChannels channels of an image to encode
 * @param outChannels channels of a decoded image
 * @param channels features of each level, from full resolution down (block_out_channels)
 * @param layersPerBlock residual blocks per level of the encoder; the decoder has one more
 * @param latentChannels channels of a latent
 * @param normGroups groups of each group norm
 * @param sampleSize height and width of a tile in pixels; what the model was trained on
 * @param scalingFactor standard deviation over which raw latents are divided: latents = (raw - shiftFactor) * scalingFactor
 * @param shiftFactor mean of raw latents; 0 for models that have none
 * @param forceUpcast whether activations overflow in fp16 (SDXL)
 * @param quantConv whether a 1x1 convolution follows the encoder
 * @param postQuantConv whether a 1x1 convolution precedes the decoder
 * @param midAttention whether the middle blocks have attention
 * @param patchSize pixels on a side of the patches that the stem folds into channels; 1 for none
 */
public record AutoencoderConfig(int inChannels, int outChannels, List<Integer> channels, int layersPerBlock, int latentChannels,
        int normGroups, int sampleSize, double scalingFactor, double shiftFactor, boolean forceUpcast, boolean quantConv,
        boolean postQuantConv, boolean midAttention, int patchSize) implements VaeConfig {
    private static final int MOST_LEVELS = 8;
    private static final int MOST_CHANNELS = 1 << 14;

    /** Checks what the layers do not check themselves. */
    public AutoencoderConfig {
        channels = List.copyOf(channels);
        if (channels.isEmpty() || channels.size() > MOST_LEVELS) {
            throw new IllegalArgumentException("vae: block_out_channels must have 1 to " + MOST_LEVELS + " levels, not "
                    + channels.size());
        }
        for (int width : channels) {
            if (width % normGroups != 0) {
                throw new IllegalArgumentException("vae: norm_num_groups " + normGroups + " does not divide " + width
                        + " of block_out_channels");
            }
        }
        if (scalingFactor == 0) {
            throw new IllegalArgumentException("vae: scaling_factor must not be 0");
        }
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException naming the file, the key and what is allowed
     */
    public static AutoencoderConfig read(Path file) {
        return of(ConfigFile.read(file));
    }

    /** Reads a parsed {@code config.json}. */
    public static AutoencoderConfig of(ConfigFile file) {
        file.only("_class_name", "AutoencoderKL");
        file.only("act_fn", "silu", "swish");
        file.only("down_block_types", "DownEncoderBlock2D");
        file.only("up_block_types", "UpDecoderBlock2D");
        for (String key : List.of("latents_mean", "latents_std")) {
            if (file.has(key)) {
                throw file.bad(key, "is set; models with latent statistics per channel are not supported");
            }
        }
        return new AutoencoderConfig(file.integer("in_channels", 3, 1, MOST_CHANNELS),
                file.integer("out_channels", 3, 1, MOST_CHANNELS),
                file.integers("block_out_channels", List.of(64), 1, MOST_CHANNELS), file.integer("layers_per_block", 1, 1, 64),
                file.integer("latent_channels", 4, 1, MOST_CHANNELS), file.integer("norm_num_groups", 32, 1, MOST_CHANNELS),
                file.integer("sample_size", 32, 1, 1 << 14), file.number("scaling_factor", 0.18215),
                file.number("shift_factor", 0), file.flag("force_upcast", true), file.flag("use_quant_conv", true),
                file.flag("use_post_quant_conv", true), file.flag("mid_block_add_attention", true),
                file.integer("patch_size", 1, 1, 64));
    }

    @Override
    public Autoencoder open(Weights weights) {
        return new Autoencoder(this, weights);
    }

    @Override
    public double finest() {
        return (double) channels.get(0) / (patchSize * patchSize);
    }

    @Override
    public int factor() {
        return patchSize << (channels.size() - 1);
    }

    /** fp32 instead of fp16 where that would overflow. */
    @Override
    public Precision precision(Precision wanted) {
        return wanted == Precision.FP16 && forceUpcast ? Precision.FP32 : wanted;
    }
}
