package dev.goldpan.vae;

import org.bytedeco.pytorch.Tensor;

/**
 * Turns images into the latents on which a diffusion model works, and back.
 *
 * <p>Latents are in the model's units (about unit variance), images in [-1, 1]. Both directions are differentiable, run a batch
 * in groups that bound memory, and may be called from several threads at once.
 */
public sealed interface Vae extends AutoCloseable permits Autoencoder, TinyAutoencoder {
    /**
     * The image that {@code latents} stand for.
     *
     * @param latents [b, c, h, w], fp32
     * @return [b, 3, h * factor, w * factor], fp32, about [-1, 1]: not clamped
     */
    Tensor toImage(Tensor latents);

    /**
     * The latents of {@code image}; where the encoder gives a distribution, its mean.
     *
     * @param image [b, 3, h, w], fp32, [-1, 1]; h and w multiples of {@link #factor}
     * @return [b, c, h / factor, w / factor], fp32
     */
    Tensor toLatents(Tensor image);

    /** Pixels on a side per latent. */
    int factor();

    /** Channels of a latent. */
    int latentChannels();

    /** Releases the weights. */
    @Override
    void close();
}
