package dev.goldpan.search;

import dev.goldpan.model.Guiding;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.Settings;
import dev.goldpan.model.Watcher;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Path;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import org.bytedeco.pytorch.Tensor;

/** One prompt on a loaded model; the text is encoded once. */
public final class PromptTask implements Task, AutoCloseable {
    private final LoadedModel loaded;
    private final Prompt prompt;
    private final Settings settings;
    private final SchedulerConfig scheduler;
    private final Conditioning given;
    private final Conditioning negative;
    private final Nudge nudge;

    /**
     * @param loaded is not closed by this object
     * @param guiding makes what moves latents on their way
     * @param watcher is told what the user should know of the prompt
     */
    public PromptTask(LoadedModel loaded, Prompt prompt, Settings settings, Guiding guiding, Watcher watcher) {
        loaded.model().check(settings);
        this.loaded = loaded;
        this.prompt = prompt;
        this.settings = settings;
        this.scheduler = loaded.model().scheduler(settings);
        try (Scope scope = Scope.open()) {
            this.given = loaded.read(prompt, settings, watcher).detached();
            this.negative = loaded.readNegative(prompt, settings).detached();
        }
        this.nudge = guiding.of(loaded.unet(), loaded.model(), settings, loaded.tokens(prompt), given);
    }

    @Override
    public long[] shape() {
        return loaded.model().latentShape(settings);
    }

    @Override
    public Sampler sampler() {
        return scheduler.sampler();
    }

    @Override
    public Path path() {
        return scheduler.path();
    }

    @Override
    public double horizon() {
        return scheduler.path().betas().steps();
    }

    @Override
    public Denoiser denoiser() {
        return loaded.denoiser(negative, settings);
    }

    @Override
    public Nudge nudge() {
        return nudge;
    }

    @Override
    public int forwards() {
        return settings.guidance() > 1 ? 2 : 1;
    }

    @Override
    public Conditioning given() {
        return given;
    }

    @Override
    public Tensor decode(Tensor latents) {
        return loaded.decode(latents);
    }

    @Override
    public Prompt prompt() {
        return prompt;
    }

    @Override
    public void close() {
        given.close();
        negative.close();
    }
}
