package dev.goldpan.verify.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Building strict schemas, and holding answers to them. */
final class Schema {
    private static final int LONGEST_REASON = 4000;

    private Schema() {}

    /** An object of exactly {@code properties}, in their order. */
    static ObjectNode object(Map<String, ObjectNode> properties) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode all = object.putObject("properties");
        properties.forEach(all::set);
        properties.keySet().forEach(object.putArray("required")::add);
        return object.put("additionalProperties", false);
    }

    /** A plain value. @param type number, boolean or string */
    static ObjectNode value(String type, String description) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("description", description);
    }

    /** {@code said} as an object with exactly {@code keys}. @throws IllegalArgumentException if it is not */
    static JsonNode object(JsonNode said, String where, List<String> keys) {
        List<String> found = new ArrayList<>();
        said.fieldNames().forEachRemaining(found::add);
        if (!said.isObject() || found.size() != keys.size() || !found.containsAll(keys)) {
            throw new IllegalArgumentException(where + " is no object with exactly " + String.join(", ", keys));
        }
        return said;
    }

    /** A mark from {@code least} to {@code most}. */
    static double mark(JsonNode said, String where, double least, double most) {
        if (!said.isNumber() || !(said.asDouble() >= least && said.asDouble() <= most)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%s is no number from %.0f to %.0f", where, least, most));
        }
        return said.asDouble();
    }

    /** A yes or a no. */
    static boolean flag(JsonNode said, String where) {
        if (!said.isBoolean()) {
            throw new IllegalArgumentException(where + " is neither true nor false");
        }
        return said.asBoolean();
    }

    /** A text of sensible length; what it says is not used. */
    static void reason(JsonNode said, String where) {
        if (!said.isTextual() || said.asText().length() > LONGEST_REASON) {
            throw new IllegalArgumentException(where + " is no text of at most " + LONGEST_REASON + " characters");
        }
    }
}
