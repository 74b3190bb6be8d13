package dev.goldpan.sample;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser is a function: of noisy latents, how noisy they are and what they should show. Guidance, counting and caching wrap
 * one denoiser in another; samplers integrate any of them.
 */
@FunctionalInterface
public interface Denoiser {
    /**
     * One evaluation per item; items need not share level or conditioning. Makes no random choice and changes no argument; where
     * {@code x} requires a gradient the answer carries it.
     *
     * @param x noisy latents, [b, c, h, w], fp32
     * @param at how noisy each item is, and in which coordinates, b of them
     * @param given what each item should show
     */
    Prediction predict(Tensor x, List<Level> at, Conditioning given);

    /** The denoiser that is {@code network}, trained on unit-variance input to predict {@code predicts}. */
    static Denoiser of(Network network, Parametrisation predicts) {
        return new VpDenoiser(network, predicts);
    }
}
