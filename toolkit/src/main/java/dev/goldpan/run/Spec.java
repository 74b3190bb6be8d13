package dev.goldpan.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.ImageRequest;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Grounds;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.VerifierNames;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that decides what a search finds: whoever has it, the model and the same device gets the same result. Components are
 * called as the options of the command line and the keys of {@code run.json}.
 *
 * @param model which, and where it runs
 * @param prompt what is wanted
 * @param settings how images are made; their {@code steps} are those of the final run
 * @param searchSteps steps of the candidates while searching
 * @param algorithm its name
 * @param set settings of the algorithm that are not its usual ones
 * @param verifier what steers: a verifier or a loss, or {@code ensemble:a+b}
 * @param optimise evaluations of the loss that steers by which each noise is optimised before it is looked at, or 0
 * @param heldOut verifiers that only look
 * @param verifiers folder of the verifiers' networks, or null for the bundled ones
 * @param budget what may be spent
 * @param keep how many winners are finished
 * @param batch candidates that are made at a time: fixed, since on most machines a batch of another size gives other last bits
 * @param seed of the first noise
 * @param around where all noise comes from, or null for everywhere
 * @param patience seconds that a verifier may take over one batch
 */
public record Spec(ModelChoice model, Prompt prompt, Settings settings, int searchSteps, String algorithm, Map<String, String> set,
        String verifier, int optimise, List<String> heldOut, String verifiers, Budget budget, int keep, int batch, long seed,
        Grounds.Around around, double patience) {
    private static final int MOST_EVALUATIONS = 1000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Copies the collections and checks the ranges. */
    public Spec {
        set = Collections.unmodifiableMap(new TreeMap<>(set));
        heldOut = List.copyOf(heldOut);
        if (batch < 1 || batch > ImageRequest.LARGEST_BATCH) {
            throw new IllegalArgumentException("--batch: " + batch + " is not possible; use 1 to " + ImageRequest.LARGEST_BATCH);
        }
        if (seed < 0 || seed > Long.MAX_VALUE - ImageRequest.MOST) {
            throw new IllegalArgumentException("--seed: " + seed + " is not possible; use 0 to " + (Long.MAX_VALUE - ImageRequest.MOST));
        }
        if (optimise < 0 || optimise > MOST_EVALUATIONS) {
            throw new IllegalArgumentException("--optimise: " + optimise + " evaluations are not possible; use 1 to " + MOST_EVALUATIONS);
        }
        if (optimise > 0) {
            Losses.checkOptimising(verifier);
        }
        if (optimise > 0 && !algorithm.equals("random")) {
            throw new IllegalArgumentException("--optimise: makes independent noises better; leave --algorithm out");
        }
        if (settings.attention().guide() != null && Algorithms.configured(algorithm, set).backwardNfe() > 0) {
            throw new IllegalArgumentException("--guide: " + algorithm + " goes back by the gradient of the finished picture, and"
                    + " the way back does not lead through guidance by attention; leave --guide out, or use an algorithm without gradients"
                    + " (zero-order, ses)");
        }
        if (!(patience > 0 && patience <= 86_400)) {
            throw new IllegalArgumentException("--patience: " + patience + " seconds are not possible; use up to a day");
        }
    }

    /** What steers: the members of an ensemble, or the one verifier. */
    public List<String> steering() {
        return VerifierNames.members(verifier);
    }

    /** The same with at most {@code most} steps, searching and finishing, to see what one costs. */
    public Spec inSteps(int most) {
        return new Spec(model, prompt, settings.withSteps(Math.min(most, settings.steps())), Math.min(most, searchSteps), algorithm, set,
                verifier, optimise, heldOut, verifiers, budget, keep, batch, seed, around, patience);
    }

    /** The spec as text, the same for equal specs. What attention losses are told is left out where it is nothing. */
    public String write() {
        ObjectNode tree = JSON.valueToTree(this);
        if (optimise == 0) {
            tree.remove("optimise");
        }
        if (settings.attention().equals(AttentionSettings.NONE)) {
            ((ObjectNode) tree.get("settings")).remove("attention");
        } else if (settings.attention().fallback() == null) {
            ((ObjectNode) tree.at("/settings/attention")).remove("fallback");
        }
        return tree.toString();
    }

    /** @param where the text is from, for messages */
    public static Spec read(String text, String where) {
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree instanceof ObjectNode fields && !fields.has("optimise")) {
                fields.put("optimise", 0);
            }
            if (tree.path("settings") instanceof ObjectNode fields && !fields.has("attention")) {
                fields.set("attention", JSON.valueToTree(AttentionSettings.NONE));
            }
            if (tree.at("/settings/attention") instanceof ObjectNode fields && !fields.has("fallback")) {
                fields.putNull("fallback");
            }
            return JSON.treeToValue(tree, Spec.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message = cause instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : cause.getMessage();
            throw new IllegalArgumentException(where + ": its spec cannot be read (" + message.lines().findFirst().orElse("") + ")");
        }
    }
}
