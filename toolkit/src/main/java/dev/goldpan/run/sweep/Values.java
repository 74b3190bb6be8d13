package dev.goldpan.run.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one part of a spec says under each key, read with its line; what cannot be read is noted and the usual value stands in. */
record Values(Node.Mapping keys, Problems problems) {
    /**
     * A value where it stands.
     *
     * @param line of the spec; 0 where nobody wrote it
     */
    record At<T>(T value, int line) {}

    boolean has(String key) {
        return keys.fields().containsKey(key);
    }

    /** The line of {@code key}; that of the part where the key is not there. */
    int line(String key) {
        Node node = keys.fields().get(key);
        return node == null ? keys.line() : node.line();
    }

    /** The one value of {@code key}. */
    String word(String key, String usual) {
        List<At<String>> all = words(key);
        if (all.size() > 1) {
            problems.add(line(key), key + ": takes one value, not " + all.size());
        }
        return all.isEmpty() ? usual : all.get(0).value();
    }

    /** The values of {@code key}: one, or a list. */
    List<At<String>> words(String key) {
        List<At<String>> all = new ArrayList<>();
        collect(key, keys.fields().get(key), all);
        return all;
    }

    private void collect(String key, Node node, List<At<String>> into) {
        if (node instanceof Node.Word word) {
            into.add(new At<>(word.text().strip(), word.line()));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> collect(key, item, into));
        } else if (node != null) {
            problems.add(node.line(), key + ": takes a value or a list of values, not keys of its own");
        }
    }

    /** The values of {@code key}, each read; {@code usual} where it is not there. */
    <T> List<At<T>> all(String key, Function<String, List<T>> read, List<T> usual) {
        List<At<T>> all = new ArrayList<>();
        if (!has(key)) {
            usual.forEach(value -> all.add(new At<>(value, 0)));
            return all;
        }
        for (At<String> word : words(key)) {
            try {
                read.apply(word.value()).forEach(value -> all.add(new At<>(value, word.line())));
            } catch (IllegalArgumentException e) {
                problems.add(word.line(), key + ": " + e.getMessage());
            }
        }
        return all;
    }

    /** The one value of {@code key}, read; {@code usual} where it is not there. */
    <T> T one(String key, Function<String, T> read, T usual) {
        String word = word(key, null);
        if (word == null) {
            return usual;
        }
        try {
            return read.apply(word);
        } catch (IllegalArgumentException e) {
            problems.add(line(key), key + ": " + e.getMessage());
            return usual;
        }
    }

    /** Whole numbers and ranges of them. */
    List<At<Long>> numbers(String key, long least, List<Long> usual) {
        return all(key, text -> {
            List<Long> numbers = Ranges.read(text);
            if (numbers.get(0) < least) {
                throw new IllegalArgumentException(numbers.get(0) + " is not possible; use " + least + " or more");
            }
            return numbers;
        }, usual);
    }

    /** The one whole number of {@code key}. */
    int number(String key, int least, int usual) {
        return one(key, text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
                throw new IllegalArgumentException("'" + text + "' is not possible; use a whole number from " + least);
            }
            return Integer.valueOf(text);
        }, usual);
    }

    static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number", e);
        }
    }

    /** One of {@code known} by its name. */
    <T> T choice(String key, Map<String, T> known, T usual) {
        return one(key, text -> {
            if (!known.containsKey(text)) {
                throw new IllegalArgumentException("'" + text + "' is not known; there are " + String.join(", ", known.keySet()));
            }
            return known.get(text);
        }, usual);
    }
}
