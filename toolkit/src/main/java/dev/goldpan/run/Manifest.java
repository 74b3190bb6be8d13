package dev.goldpan.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.verify.VerifierInfo;
import java.nio.file.Path;
import java.util.List;

/** What a run began on, as JSON: enough to tell whether going on with it elsewhere is still the same run. */
public final class Manifest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENGINE = "engine";
    /** Where the hash of the judge's files is, of runs whose pictures are judged. */
    public static final String JUDGE = "judge";

    private Manifest() {}

    static String write(StableDiffusion model, String engine, List<VerifierInfo> verifiers) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("format", Schema.VERSION);
        tree.put("fingerprint", model.fingerprint());
        tree.put("device", model.device().toString());
        tree.put("precision", model.precision().toString());
        tree.put(ENGINE, engine);
        ArrayNode list = tree.putArray("verifiers");
        verifiers.forEach(info -> list.addObject().put("name", info.name()).put("hash", info.hash()).put("unit", info.unit()));
        return tree.toString();
    }

    /** {@code manifest} of a run whose pictures are judged. @param hash of the judge's files, null where nobody judges */
    public static String judgedBy(String hash, String manifest) {
        if (hash == null) {
            return manifest;
        }
        try {
            return ((ObjectNode) JSON.readTree(manifest)).put(JUDGE, hash).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the manifest is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    /** Hash of the files of who judges the pictures of the run that began on {@code manifest}; null where nobody does. */
    public static String judge(String manifest) {
        try {
            return JSON.readTree(manifest).path(JUDGE).asText(null);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the manifest is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    /** What {@code model} alone is, in the words of a manifest. */
    public static String of(StableDiffusion model) {
        return write(model, "", List.of());
    }

    /** Refuses to go on with other networks or in other numbers, and says where only the engine is another. */
    public static void check(String began, String now, Path folder, Listener listener) {
        try {
            JsonNode before = JSON.readTree(began);
            JsonNode today = JSON.readTree(now);
            for (String key : List.of("fingerprint", "device", "precision", "verifiers")) {
                if (!before.path(key).equals(today.path(key))) {
                    throw new IllegalArgumentException(folder + ": was begun with another " + key + " (" + before.path(key)
                            + ", now " + today.path(key) + "); going on would be another search, so begin one");
                }
            }
            if (before.has(JUDGE) && !before.path(JUDGE).equals(today.path(JUDGE))) {
                throw new IllegalArgumentException(folder + ": was begun with another judge (" + before.path(JUDGE) + ", now "
                        + today.path(JUDGE) + "); going on would mix their answers, so begin another");
            }
            if (!before.path(ENGINE).equals(today.path(ENGINE))) {
                listener.warns(folder + " was begun on " + before.path(ENGINE).asText() + "; this is " + today.path(ENGINE).asText()
                        + ", where last bits may differ");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(folder + ": its manifest is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }
}
