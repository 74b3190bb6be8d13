package dev.goldpan.model;

import dev.goldpan.denoise.UNet;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Nudge;
import dev.goldpan.text.Tokens;

/** Makes what moves the latents of one prompt, once its network is loaded. */
@FunctionalInterface
public interface Guiding {
    /** Latents go where the sampler sends them. */
    Guiding NONE = (unet, model, settings, tokens, given) -> Nudge.NONE;

    /**
     * What moves the latents.
     *
     * @param tokens the prompt; a token's place is a column of the cross-attention
     * @param given what the denoiser is told, one row
     * @throws IllegalArgumentException if this prompt or model cannot be guided so
     */
    Nudge of(UNet unet, StableDiffusion model, Settings settings, Tokens tokens, Conditioning given);
}
