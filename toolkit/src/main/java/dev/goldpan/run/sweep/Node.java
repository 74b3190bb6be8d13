package dev.goldpan.run.sweep;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a spec, with the line that it begins on. YAML is read, and so is JSON, which is YAML. */
sealed interface Node {
    /** From 1. */
    int line();

    /** A word, number, or truth value, as it is written. */
    record Word(String text, int line) implements Node {}

    /** A list. */
    record Sequence(List<Node> items, int line) implements Node {}

    /** Keys with their values, in the order they are written. */
    record Mapping(Map<String, Node> fields, int line) implements Node {
        /** These fields, and those of {@code below} that are not among them. */
        Mapping over(Mapping below) {
            Map<String, Node> both = new LinkedHashMap<>(below.fields);
            both.putAll(fields);
            return new Mapping(both, line);
        }
    }

    /** Reads {@code text}. A key that is there twice is a problem, and so is what is no YAML; the mapping is empty then. */
    static Mapping read(String text, Problems problems) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || first != JsonToken.START_OBJECT) {
                problems.add(1, "a spec is a list of keys with values, such as 'prompts: [a cat and a dog]'");
                return new Mapping(Map.of(), 1);
            }
            return (Mapping) value(parser, problems);
        } catch (JsonProcessingException e) {
            problems.add(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), "not YAML: "
                    + e.getOriginalMessage().lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse(""));
            return new Mapping(Map.of(), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node value(JsonParser parser, Problems problems) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser, problems));
            }
            return new Sequence(items, line);
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Node> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                int at = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                if (fields.put(key, value(parser, problems)) != null) {
                    problems.add(at, key + ": is there twice");
                }
            }
            return new Mapping(fields, line);
        }
        return new Word(parser.getText(), line);
    }
}
