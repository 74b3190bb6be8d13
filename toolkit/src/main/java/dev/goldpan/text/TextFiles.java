package dev.goldpan.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small text files of a tokeniser's or text encoder's folder. Untrusted: every fault is one line that names the file. */
record TextFiles(Path folder) {
    /** The largest published tokenizer.json have about 20 MB. */
    private static final long MOST_BYTES = 64L << 20;

    TextFiles {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + ": there is no such folder");
        }
    }

    boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /** The JSON object in {@code name}. */
    JsonNode object(String name) throws IOException {
        try {
            JsonNode tree = new ObjectMapper().readTree(text(name));
            if (!tree.isObject()) {
                throw bad(name, "expected a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw bad(name, "not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    /** The JSON object in {@code name}, empty where there is no such file. */
    JsonNode objectIfPresent(String name) throws IOException {
        return has(name) ? object(name) : JsonNodeFactory.instance.objectNode();
    }

    /** The whole of {@code name}. */
    String text(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!has(name)) {
            throw bad(name, "the file is missing");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw bad(name, "has " + Files.size(file) + " bytes; such a file has at most " + MOST_BYTES);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw bad(name, "is not UTF-8 text");
        }
    }

    IllegalArgumentException bad(String name, String what) {
        return new IllegalArgumentException(folder.resolve(name) + ": " + what);
    }
}
