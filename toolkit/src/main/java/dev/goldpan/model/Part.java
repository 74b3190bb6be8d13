package dev.goldpan.model;

/** The networks that a latent diffusion model consists of, by their folder names in diffusers. */
public enum Part {
    /** Reads the prompt. */
    TEXT_ENCODER("text_encoder"),
    /** Reads it again, in SDXL. */
    TEXT_ENCODER_2("text_encoder_2"),
    /** Takes noise away. */
    UNET("unet"),
    /** Between latents and pixels. */
    VAE("vae");

    private final String folder;

    Part(String folder) {
        this.folder = folder;
    }

    /** The folder's name. */
    @Override
    public String toString() {
        return folder;
    }
}
