package dev.goldpan.mini.generator;

import dev.goldpan.denoise.UNet;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Guidance;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Prediction;
import dev.goldpan.sample.VpPath;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.text.PromptEncoder;
import dev.goldpan.vae.Vae;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** The model whose pictures are to be judged, and what it makes of pictures that it is given: nothing else looks as its own do. */
public final class Generator implements AutoCloseable {
    private static final int CALLS = 3;

    private final PromptEncoder text;
    private final UNet unet;
    private final Vae vae;
    private final Conditioning nothing; // what the model is told where it is told nothing, one row
    private final Denoiser alone;
    private final Denoiser guided;
    private final VpPath path;
    private final Settings settings;
    private final StableDiffusion opened;

    /** Opens {@code model}, a bundled model's name or the folder of a checkpoint, on the processor, where the trainers are. */
    public Generator(String model) {
        opened = new ModelChoice(model, null, null, null, null, "cpu", "auto").open();
        settings = opened.usualSettings();
        text = opened.openText(0);
        unet = opened.openUNet();
        vae = opened.openVae();
        nothing = untold();
        alone = Denoiser.of(unet, opened.predicts());
        guided = new Guidance(alone, nothing, opened.guidance(), 0);
        path = opened.scheduler(settings).path();
    }

    /** Tells this model from others by its weights. */
    public String fingerprint() {
        return opened.fingerprint();
    }

    private Conditioning untold() {
        try (Scope scope = Scope.open()) {
            return text.encode(List.of(new Prompt("")), settings.height(), settings.width()).detached();
        }
    }

    /**
     * Pictures through the autoencoder and back.
     *
     * @param images [b, 3, 128, 128], [0, 1]
     * @param noise added to the latents on the way, in units of the diffusion model; broadcasts to [b, 4, 16, 16]
     * @return the same shape and range
     */
    public Tensor passed(Tensor images, Tensor noise) {
        return Frozen.run(() -> {
            try (Scope scope = Scope.open()) {
                return scope.keep(Images.unit(vae.toImage(vae.toLatents(Images.signed(images)).add(noise))).detach());
            }
        });
    }

    /**
     * Pictures drawn again from the middle: noised to a time of the schedule, and denoised from there in three calls of DDIM. The later the
     * time, the more of what is seen the model decides anew: with a caption and the guidance it advises, towards that caption;
     * without one, towards parts of anything.
     *
     * @param images [b, 3, 128, 128], [0, 1]
     * @param captions what the model is told of each; null for nothing
     * @param times how far each is noised, 0 to 1 of the schedule
     * @param noise standard normal, [b, 4, 16, 16]
     * @return the same shape and range
     */
    public Tensor redrawn(Tensor images, List<String> captions, double[] times, Tensor noise) {
        return Frozen.run(() -> {
            try (Scope scope = Scope.open()) {
                Conditioning told = captions == null ? nothing.spread(images.size(0))
                        : text.encode(captions.stream().map(Prompt::new).toList(), settings.height(), settings.width());
                Denoiser denoiser = captions == null ? alone : guided;
                Tensor x0 = vae.toLatents(Images.signed(images));
                Tensor eps = noise;
                for (int call = 0; call < CALLS; call++) {
                    double left = 1 - call / (double) CALLS;
                    double latest = left * (path.betas().steps() - 1);
                    List<Level> at = Arrays.stream(times).mapToObj(time -> path.at(Math.rint(time * latest))).toList();
                    Prediction said = denoiser.predict(x0.mul(each(at, Level::alpha)).add(eps.mul(each(at, Level::sigma))), at, told);
                    x0 = said.x0();
                    eps = said.eps();
                }
                return scope.keep(Images.unit(vae.toImage(x0)).detach());
            }
        });
    }

    private static Tensor each(List<Level> levels, ToDoubleFunction<Level> part) {
        float[] values = new float[levels.size()];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) part.applyAsDouble(levels.get(i)));
        return Tensor.create(values).view(-1, 1, 1, 1);
    }

    @Override
    public void close() {
        vae.close();
        unet.close();
        nothing.close();
        text.close();
    }
}
