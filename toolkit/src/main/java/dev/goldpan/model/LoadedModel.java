package dev.goldpan.model;

import dev.goldpan.denoise.UNet;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Guidance;
import dev.goldpan.sample.SplitBatch;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.text.PromptEncoder;
import dev.goldpan.text.Tokens;
import dev.goldpan.vae.Vae;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A checkpoint with all of its networks in memory, for many images of many prompts. One thread at a time.
 *
 * <p>Where a single image is wanted, networks had better take turns: {@link TextToImage}.
 */
public final class LoadedModel implements AutoCloseable {
    private final StableDiffusion model;
    private final PromptEncoder encoder;
    private final UNet unet;
    private final Vae vae;

    private LoadedModel(StableDiffusion model, PromptEncoder encoder, UNet unet, Vae vae) {
        this.model = model;
        this.encoder = encoder;
        this.unet = unet;
        this.vae = vae;
    }

    /**
     * Loads the networks of {@code model}.
     *
     * @param clipSkip layers of the text encoder that are left out at its end
     */
    public static LoadedModel of(StableDiffusion model, int clipSkip) {
        PromptEncoder encoder = model.openText(clipSkip);
        try {
            UNet unet = model.openUNet();
            try {
                return new LoadedModel(model, encoder, unet, model.openVae());
            } catch (RuntimeException e) {
                unet.close();
                throw e;
            }
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /** Its configuration. */
    public StableDiffusion model() {
        return model;
    }

    /**
     * What the denoiser is told of {@code prompt}, one row; belongs to the open scope.
     *
     * @param watcher is told of what was cut off and of words that this model does not know
     */
    public Conditioning read(Prompt prompt, Settings settings, Watcher watcher) {
        Remarks.on(model, encoder, prompt, watcher);
        return encoder.encode(List.of(prompt), settings.height(), settings.width());
    }

    /** {@code prompt} as the first text encoder sees it: a token's place is a column of the network's cross-attention. */
    public Tokens tokens(Prompt prompt) {
        return encoder.tokens(prompt).get(0);
    }

    /** The denoising network itself; belongs to this object. */
    public UNet unet() {
        return unet;
    }

    /** What it is told on guidance's other branch, one row; belongs to the open scope. */
    public Conditioning readNegative(Prompt prompt, Settings settings) {
        return encoder.encodeNegative(List.of(prompt), settings.height(), settings.width());
    }

    /** The denoiser with the guidance that {@code settings} ask for. @param negative as {@link #readNegative} gives it */
    public Denoiser denoiser(Conditioning negative, Settings settings) {
        return new Guidance(Denoiser.of(new SplitBatch(unet), model.predicts()), negative, settings.guidance(), settings.guidanceRescale());
    }

    /** Images of clean latents. @param latents [b, c, h, w] @return [b, 3, height, width], [0, 1] */
    public Tensor decode(Tensor latents) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Images.unit(vae.toImage(latents)));
        }
    }

    @Override
    public void close() {
        vae.close();
        unet.close();
        encoder.close();
    }
}
