package dev.goldpan.run;

import dev.goldpan.guide.PromptAttention;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.Watcher;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Noises;
import dev.goldpan.search.Recipe;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Losses of the model's own attention for the noises of one prompt, without their pictures: noise is made again from its recipe, and the
 * losses share one conditional pass, which ends at the last layer that they read.
 */
public final class NoiseLosses implements AutoCloseable {
    private final Map<String, Verifier> losses = new LinkedHashMap<>(); // in the order in which they were asked for
    private final Map<String, String> impossible = new LinkedHashMap<>(); // and why
    private final Conditioning given;
    private final PromptAttention attention;
    private final Noises noises;

    /**
     * @param spec whose prompt, model and settings are meant
     * @param how what the losses are told
     * @param names of losses; one that this prompt cannot have is failed for every noise, with the reason
     * @param workshop lends the model
     * @param blobs where optimised noise is
     * @throws IllegalArgumentException for a model without cross-attention or a prompt without subjects
     */
    public NoiseLosses(Spec spec, AttentionSettings how, List<String> names, Workshop workshop, Blobs blobs) {
        LoadedModel model = workshop.model(spec);
        model.model().check(spec.settings());
        try (Scope scope = Scope.open()) {
            given = model.read(spec.prompt(), spec.settings(), new Watcher() {}).detached();
        }
        noises = new Noises(model.model().latentShape(spec.settings()), blobs);
        try {
            attention = new PromptAttention(model, spec.prompt(), spec.settings().with(how), given);
        } catch (RuntimeException e) {
            given.close();
            throw e;
        }
        for (String name : names) {
            try {
                losses.put(name, attention.verifier(name));
            } catch (IllegalArgumentException e) {
                impossible.put(name, e.getMessage());
            }
        }
    }

    /** Why losses that were asked for cannot be had of this prompt, by name. */
    public Map<String, String> impossible() {
        return impossible;
    }

    /** The scores of each noise by loss, which are minus the loss. All noises go through the network together. */
    public List<Map<String, Score>> of(List<Recipe> recipes) {
        try (Scope scope = Scope.open()) {
            List<Evidence> shown = recipes.stream()
                    .map(recipe -> new Evidence(noises.start(recipe), null, null, null, null, null)).toList();
            List<Map<String, Score>> scores = new ArrayList<>();
            recipes.forEach(recipe -> scores.add(new LinkedHashMap<>()));
            losses.forEach((name, loss) -> {
                List<Score> said = loss.score(shown);
                for (int i = 0; i < said.size(); i++) {
                    scores.get(i).put(name, said.get(i));
                }
            });
            impossible.forEach((name, why) -> scores.forEach(one -> one.put(name, Score.failed(why))));
            return scores;
        }
    }

    /** Network passes so far, one per noise. */
    public long forwards() {
        return attention.forwards();
    }

    @Override
    public void close() {
        attention.close();
        given.close();
    }
}
