package dev.goldpan.guide;

import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.Settings;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Schedule;
import dev.goldpan.text.Prompt;
import dev.goldpan.text.Tokens;
import dev.goldpan.verify.Verifier;
import java.util.List;

/** The losses of one prompt on a loaded model: its subjects, and verifiers that share their passes. */
public final class PromptAttention implements AutoCloseable {
    private final LoadedModel model;
    private final Settings settings;
    private final TokenGroups groups;
    private final FirstCall first;

    /**
     * @param given what the denoiser is told of the prompt, one row; belongs to the caller
     * @throws IllegalArgumentException for a prompt without subjects, or a model without cross-attention
     */
    public PromptAttention(LoadedModel model, Prompt prompt, Settings settings, Conditioning given) {
        this.model = model;
        this.settings = settings;
        this.groups = groups(model.tokens(prompt), settings);
        long[] shape = model.model().latentShape(settings);
        Schedule schedule = model.model().scheduler(settings).sampler().schedule(settings.steps());
        AttentionReader reader = new AttentionReader(model.unet(), given, shape[2], shape[3], Losses.grain(model.model()));
        this.first = new FirstCall(reader, schedule, given.context());
    }

    static TokenGroups groups(Tokens tokens, Settings settings) {
        String named = settings.attention().tokens();
        return named == null ? Subjects.find(tokens) : Subjects.named(named, tokens);
    }

    /** The subjects, as the prompt has them. */
    public List<String> subjects() {
        return groups.names();
    }

    /** The loss {@code name} as a verifier of noise. */
    public Verifier verifier(String name) {
        return new LossVerifier(Losses.named(name, settings.attention(), model.model()), first, groups,
                Losses.form(name, settings.attention(), model.model(), settings));
    }

    /**
     * Optimisation of noise by the loss {@code name}.
     *
     * @param steps evaluations per noise at most
     */
    public NoiseDescent descent(String name, int steps) {
        Losses.checkOptimising(name);
        return new NoiseDescent((Optimisable) Losses.named(name, settings.attention(), model.model()), first, groups, steps);
    }

    /** Network passes so far, one per noise. */
    public long forwards() {
        return first.forwards();
    }

    @Override
    public void close() {
        first.close();
    }
}
