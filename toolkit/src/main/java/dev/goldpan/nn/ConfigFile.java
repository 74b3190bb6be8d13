package dev.goldpan.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A model's {@code config.json}: untrusted, and an absent key means the default of the class that wrote it.
 *
 * <p>Whatever is asked for is checked; messages name the file, the key and what is allowed.
 */
public final class ConfigFile {
    private static final int LONGEST_LIST = 16;
    private static final long LARGEST_FILE = 1 << 20;

    private final JsonNode tree;
    private final String where;

    private ConfigFile(JsonNode tree, String where) {
        this.tree = tree;
        this.where = where;
    }

    /** Reads {@code file}. @throws IllegalArgumentException if it is no JSON object */
    public static ConfigFile read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException(file + ": larger than " + LARGEST_FILE + " bytes; is this a config.json?");
            }
            return of(new ObjectMapper().readTree(Files.readAllBytes(file)), file.toString());
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IllegalArgumentException(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** A parsed configuration; {@code where} names it in messages. */
    public static ConfigFile of(JsonNode tree, String where) {
        if (tree == null || !tree.isObject()) {
            throw new IllegalArgumentException(where + ": expected a JSON object");
        }
        return new ConfigFile(tree, where);
    }

    /** Whether {@code key} has a value other than null. */
    public boolean has(String key) {
        return !tree.path(key).isMissingNode() && !tree.path(key).isNull();
    }

    /** The whole number at {@code key}, from {@code least} to {@code most}. */
    public int integer(String key, int otherwise, int least, int most) {
        return has(key) ? checked(key, tree.get(key), least, most) : otherwise;
    }

    /** The list of whole numbers at {@code key}, each from {@code least} to {@code most}; one to sixteen of them. */
    public List<Integer> integers(String key, List<Integer> otherwise, int least, int most) {
        if (!has(key)) {
            return otherwise;
        }
        List<Integer> values = new ArrayList<>();
        for (JsonNode node : list(key)) {
            values.add(checked(key, node, least, most));
        }
        return List.copyOf(values);
    }

    /** The same where one number for all of {@code length} entries may stand instead of the list. */
    public List<Integer> repeated(String key, int otherwise, int length, int least, int most) {
        if (has(key) && tree.get(key).isArray()) {
            return integers(key, List.of(), least, most);
        }
        return Collections.nCopies(length, integer(key, otherwise, least, most));
    }

    /** The list of texts at {@code key}, each one of {@code allowed}. */
    public List<String> texts(String key, List<String> otherwise, String... allowed) {
        only(key, allowed);
        if (!has(key)) {
            return otherwise;
        }
        List<String> values = new ArrayList<>();
        list(key).forEach(node -> values.add(node.asText()));
        return List.copyOf(values);
    }

    /** The text at {@code key}, one of {@code allowed}. */
    public String text(String key, String otherwise, String... allowed) {
        only(key, allowed);
        return has(key) ? tree.get(key).asText() : otherwise;
    }

    /** Refuses any value at {@code key} but {@code value}, which is what every supported model has there. */
    public void fixed(String key, Object value) {
        if (!has(key)) {
            return;
        }
        JsonNode node = tree.get(key);
        boolean same = value instanceof Number number ? node.isNumber() && node.asDouble() == number.doubleValue()
                : node.asText().equals(value.toString());
        if (!same) {
            throw bad(key, "is " + node + "; only " + value + " is supported");
        }
    }

    /** Refuses any value at {@code key} other than null. */
    public void absent(String key) {
        if (has(key)) {
            throw bad(key, "is " + tree.get(key) + "; models with this option are not supported");
        }
    }

    /** The finite number at {@code key}. */
    public double number(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode node = tree.get(key);
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw bad(key, "is " + node + "; expected a finite number");
        }
        return node.asDouble();
    }

    /** The truth value at {@code key}. */
    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!tree.get(key).isBoolean()) {
            throw bad(key, "is " + tree.get(key) + "; expected true or false");
        }
        return tree.get(key).asBoolean();
    }

    /** Refuses any text at {@code key} (or in the list at it) that is not one of {@code allowed}; absent is allowed. */
    public void only(String key, String... allowed) {
        if (!has(key)) {
            return;
        }
        Iterable<JsonNode> found = tree.get(key).isArray() ? list(key) : List.of(tree.get(key));
        for (JsonNode node : found) {
            if (!List.of(allowed).contains(node.asText())) {
                throw bad(key, "has " + node + "; supported: " + String.join(", ", allowed));
            }
        }
    }

    /** A complaint about {@code key}, for checks that only the caller can make. */
    public IllegalArgumentException bad(String key, String what) {
        return new IllegalArgumentException(where + ": " + key + " " + what);
    }

    private JsonNode list(String key) {
        JsonNode node = tree.get(key);
        if (!node.isArray() || node.isEmpty() || node.size() > LONGEST_LIST) {
            throw bad(key, "must be a list of 1 to " + LONGEST_LIST + " values");
        }
        return node;
    }

    private int checked(String key, JsonNode node, int least, int most) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < least || node.asInt() > most) {
            throw bad(key, "has " + node + "; expected a whole number from " + least + " to " + most);
        }
        return node.asInt();
    }
}
