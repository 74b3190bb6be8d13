package dev.goldpan.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.model.ImageRequest;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a picture was made, in the keys that its file has.
 *
 * @param candidate the finished trajectory
 * @param rows of the batches it was followed in, see {@link dev.goldpan.search.Outcome#rows}
 * @param batch rows of each batch
 */
public record Made(Candidate candidate, List<Map<Integer, Integer>> rows, int batch) {
    private static final String NO_RECIPE = ": has no recipe of goldpan's in it";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Map<Integer, Integer>>> ROWS = new TypeReference<>() {};

    /**
     * The noise or trajectory that a picture's file says it was made from.
     *
     * @param text what the file says; untrusted
     * @param where it is from, for messages
     */
    public static Recipe recipe(String text, String where) {
        try {
            JsonNode said = JSON.readTree(text);
            if (!said.path("recipe").isObject()) {
                throw new IllegalArgumentException(where + NO_RECIPE);
            }
            Map<String, Object> keys = Map.of("recipe", said.path("recipe"), "course", Map.of("type", "steps", "steps", 1, "entry", 0),
                    "calls", 0);
            Recipe recipe = CandidateJson.read(JSON.valueToTree(keys).toString()).recipe();
            if (!recipe.isNoise()) {
                throw new IllegalArgumentException(where + ": begins midway of another trajectory, so there is no noise to search around");
            }
            return recipe;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + NO_RECIPE, e);
        }
    }

    static Made of(Candidate candidate, List<Map<Integer, Integer>> rows, int batch) {
        return new Made(candidate, rows, batch);
    }

    Map<String, Object> keys() {
        JsonNode tree = CandidateJson.tree(candidate);
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("recipe", tree.get("recipe"));
        keys.put("course", tree.get("course"));
        keys.put("calls", candidate.calls());
        keys.put("batch", batch);
        keys.put("rows", rows);
        return keys;
    }

    /** The same in batches of {@code other} rows, its own row among them. */
    Made inBatch(int other) {
        checkBatch("--batch", other);
        return new Made(candidate, rows.stream().map(one -> one.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, row -> row.getValue() % other))).toList(), other);
    }

    private static void checkBatch(String what, int batch) {
        if (batch < 1 || batch > ImageRequest.LARGEST_BATCH) {
            throw new IllegalArgumentException(what + ": " + batch + " is not possible; use 1 to " + ImageRequest.LARGEST_BATCH);
        }
    }

    /**
     * Reads them back.
     *
     * @param said what a picture's file says; untrusted
     * @param calls of a whole trajectory, for pictures that name none
     */
    static Made read(JsonNode said, int steps, int calls) {
        int batch = said.path("batch").asInt(1);
        checkBatch("batch", batch);
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("recipe", said.path("recipe"));
        keys.put("course", said.has("course") ? said.get("course") : Map.of("type", "steps", "steps", steps, "entry", 0));
        keys.put("calls", said.path("calls").asInt(calls));
        Candidate candidate = CandidateJson.read(JSON.valueToTree(keys).toString());
        try {
            List<Map<Integer, Integer>> rows = said.has("rows") ? JSON.readValue(said.get("rows").toString(), ROWS)
                    : List.of(Map.of(candidate.calls(), said.path("item").asInt(0)));
            for (Map<Integer, Integer> one : rows) {
                if (one.values().stream().anyMatch(row -> row == null || row < 0 || row >= batch)) {
                    throw new IllegalArgumentException("rows: there is no such row in a batch of " + batch);
                }
            }
            return new Made(candidate, rows, batch);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("rows: " + e.getOriginalMessage().lines().findFirst().orElse("not readable"), e);
        }
    }
}
