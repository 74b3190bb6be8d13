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
import java.util.Map;
import java.util.TreeSet;

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

    /** Whether there is an object at {@code key}. */
    public boolean holds(String key) {
        return tree.path(key).isObject();
    }

    /** The object at {@code key}, for a model of several parts; an empty one where it is absent. */
    public ConfigFile at(String key) {
        return of(has(key) ? tree.get(key) : new ObjectMapper().createObjectNode(), where + ": " + key);
    }

    /** Which of {@code allowed} the text at {@code key} names; {@code otherwise} where it is absent. */
    public <T> T choice(String key, Map<String, T> allowed, T otherwise) {
        only(key, new TreeSet<>(allowed.keySet()).toArray(new String[0]));
        return has(key) ? allowed.get(tree.get(key).asText()) : otherwise;
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

    /** The list of finite numbers at {@code key}; one to sixteen of them. */
    public List<Double> numbers(String key, List<Double> otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode node : list(key)) {
            if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
                throw bad(key, "has " + node + "; expected finite numbers");
            }
            values.add(node.asDouble());
        }
        return List.copyOf(values);
    }

    /** The list of texts at {@code key}, which must be there; 1 to {@code most} of them, all different. */
    public List<String> texts(String key, int most) {
        JsonNode node = tree.path(key);
        List<String> values = new ArrayList<>();
        node.forEach(value -> values.add(value.isTextual() ? value.asText() : null));
        if (!node.isArray() || values.isEmpty() || values.size() > most || values.contains(null)
                || values.stream().distinct().count() != values.size()) {
            throw bad(key, "must be a list of 1 to " + most + " different texts");
        }
        return List.copyOf(values);
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

    /** The number strictly between 0 and 1 at {@code key}. */
    public double fraction(String key, double otherwise) {
        double value = number(key, otherwise);
        if (!(value > 0 && value < 1)) {
            throw bad(key, "is " + value + "; expected a number between 0 and 1");
        }
        return value;
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

    /** Whether the file is of the class {@code name} (architectures). */
    public boolean isOf(String name) {
        for (JsonNode node : tree.path("architectures")) {
            if (node.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** How many entries the object at {@code key} has. */
    public int count(String key, int otherwise) {
        return has(key) ? tree.get(key).size() : otherwise;
    }

    /** The texts of the object at {@code key} under 0, 1 and so on, as classes are named; none where it is absent. */
    public List<String> labels(String key) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count(key, 0); i++) {
            JsonNode label = tree.get(key).path(String.valueOf(i));
            if (!label.isTextual() || label.asText().isBlank()) {
                throw bad(key, "has no text under " + i);
            }
            labels.add(label.asText());
        }
        return labels;
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
