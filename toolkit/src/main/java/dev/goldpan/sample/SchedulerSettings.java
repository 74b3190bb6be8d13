package dev.goldpan.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * Typed reading of a scheduler_config.json, which is untrusted. An absent key and null both mean the default.
 *
 * @param tree the JSON object
 * @param where what messages call it
 */
record SchedulerSettings(JsonNode tree, String where) {
    boolean flag(String key, boolean otherwise) {
        JsonNode value = tree.path(key);
        if (isUnset(value)) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return value.booleanValue();
    }

    int integer(String key, int otherwise) {
        JsonNode value = tree.path(key);
        if (isUnset(value)) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, "a whole number");
        }
        return value.intValue();
    }

    double number(String key, double otherwise) {
        JsonNode value = tree.path(key);
        if (isUnset(value)) {
            return otherwise;
        }
        if (!value.isNumber() || Double.isNaN(value.doubleValue())) {
            throw wrong(key, "a number");
        }
        return value.doubleValue();
    }

    String text(String key, String otherwise) {
        JsonNode value = tree.path(key);
        if (isUnset(value)) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw wrong(key, "a text");
        }
        return value.textValue();
    }

    /** The option whose {@link Object#toString} the value is. */
    <E extends Enum<E>> E choice(String key, E otherwise) {
        E[] options = otherwise.getDeclaringClass().getEnumConstants();
        String wanted = text(key, otherwise.toString());
        return Arrays.stream(options).filter(option -> option.toString().equals(wanted)).findFirst()
                .orElseThrow(() -> wrong(key, "one of " + Arrays.toString(options)));
    }

    IllegalArgumentException wrong(String key, String expected) {
        String found = tree.path(key).toString();
        return new IllegalArgumentException(where + ": " + key + " is " + (found.length() > 60 ? found.substring(0, 60) + "..." : found)
                + ", expected " + expected);
    }

    private static boolean isUnset(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
