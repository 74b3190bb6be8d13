package dev.goldpan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches for a cat on a small random checkpoint, whose pictures have 48x48 pixels: three steps of ddim, two candidates at a time, by
 * the size of a JPEG file, unless the options say otherwise.
 *
 * @param folder where runs lie
 */
record TinySearch(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Folder of the checkpoint. */
    static String model() {
        return Fixtures.path("pipelines/sd15").toString();
    }

    /** Searches in the folder {@code run}. */
    Told done(String run, String... options) {
        return Told.done(arguments(run, options));
    }

    /** Searches in the folder {@code run}, to whatever end. */
    Told ended(String run, String... options) {
        return Told.run(arguments(run, options));
    }

    /** Is refused in one line that says {@code why}. */
    Told refused(String why, String... options) {
        return Told.refused(why, arguments("refused", options));
    }

    private String[] arguments(String run, String... options) {
        List<String> all = new ArrayList<>(List.of("search", "a cat", "--model", model(), "--precision", "fp32", "--batch", "2", "--out",
                file(run).toString()));
        List<String> given = List.of(options);
        for (List<String> usual : List.of(List.of("--verifier", "jpeg"), List.of("--steps", "3"), List.of("--sampler", "ddim"))) {
            if (!given.contains(usual.get(0))) {
                all.addAll(usual);
            }
        }
        all.addAll(given);
        return all.toArray(String[]::new);
    }

    /** A file or folder of a run. */
    Path file(String path) {
        return folder.resolve(path);
    }

    /** What {@code run} came to. */
    JsonNode json(String run) {
        try {
            return JSON.readTree(file(run).resolve("run.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
