package dev.goldpan.search;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Path;
import dev.goldpan.sample.Sampler;
import dev.goldpan.text.Prompt;
import org.bytedeco.pytorch.Tensor;

/** One prompt on one model with one sampler: all that is needed to make candidates, and no more. */
public interface Task {
    /** Shape of one latent, [1, c, h, w]. */
    long[] shape();

    /** The sampler. */
    Sampler sampler();

    /** The path of the model. */
    Path path();

    /** Time of pure noise in the path's units: 1000 for a model of a thousand training steps. */
    double horizon();

    /** The denoiser with its guidance. */
    Denoiser denoiser();

    /** What moves latents before the denoiser sees them. */
    default Nudge nudge() {
        return Nudge.NONE;
    }

    /** Network forwards that one evaluation of {@link #denoiser} makes: 2 with guidance, else 1. */
    int forwards();

    /** What the denoiser is told, one row. */
    Conditioning given();

    /** Images of clean latents: [b, c, h, w] to [b, 3, height, width], [0, 1]. */
    Tensor decode(Tensor latents);

    /** What was asked for in words. */
    Prompt prompt();
}
