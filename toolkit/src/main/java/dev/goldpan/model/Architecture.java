package dev.goldpan.model;

import dev.goldpan.denoise.UNetConfig;
import dev.goldpan.denoise.UNetConfigFile;
import dev.goldpan.text.ClipTextConfig;
import dev.goldpan.vae.VaeConfig;

/**
 * The networks of a checkpoint, and that they fit each other.
 *
 * @param unet the denoiser
 * @param vae the autoencoder
 * @param text the text encoder
 * @param text2 the second one of SDXL; null for others
 */
public record Architecture(UNetConfig unet, VaeConfig vae, ClipTextConfig text, ClipTextConfig text2) {
    private static final int SIZES = 6; // original height and width, crop top and left, target height and width

    /** Checks that what one network hands to another is as wide as that expects. */
    public Architecture {
        if (unet.inChannels() != vae.latentChannels() || unet.outChannels() != vae.latentChannels()) {
            throw new IllegalArgumentException("unet: in_channels " + unet.inChannels() + " and out_channels "
                    + unet.outChannels() + " must both be latent_channels of the vae (" + vae.latentChannels()
                    + "); checkpoints for inpainting or upscaling do not make images from text");
        }
        int width = text.width() + (text2 == null ? 0 : text2.width());
        if (width != unet.crossAttentionDim()) {
            throw new IllegalArgumentException("unet: cross_attention_dim is " + unet.crossAttentionDim()
                    + ", but the text encoder's features are " + width + " wide (hidden_size); do the folders belong together?");
        }
        if (text2 != null && text2.projection() + SIZES * unet.added().timeDim() != unet.added().inputDim()) {
            throw new IllegalArgumentException("unet: projection_class_embeddings_input_dim is " + unet.added().inputDim()
                    + ", but projection_dim of text_encoder_2 (" + text2.projection() + ") and " + SIZES
                    + " times addition_time_embed_dim (" + unet.added().timeDim() + ") do not add up to that");
        }
    }

    /** Reads the configurations. @throws IllegalArgumentException if one is missing, not supported, or does not fit the others */
    static Architecture read(ModelFiles files) {
        ModelFiles.Config unetFile = files.config(Part.UNET);
        UNetConfig unet = UNetConfigFile.of(unetFile.file());
        try {
            return new Architecture(unet, VaeConfig.of(files.config(Part.VAE).file()),
                    text(files, Part.TEXT_ENCODER), unet.added() == null ? null : text(files, Part.TEXT_ENCODER_2));
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith("unet: ")
                    ? new IllegalArgumentException(unetFile.where() + e.getMessage().substring("unet".length()), e) : e;
        }
    }

    private static ClipTextConfig text(ModelFiles files, Part part) {
        ModelFiles.Config file = files.config(part);
        return ClipTextConfig.of(file.tree(), file.where());
    }

    /** Its generation. */
    public Family family() {
        return text2 == null ? Family.SD : Family.SDXL;
    }
}
