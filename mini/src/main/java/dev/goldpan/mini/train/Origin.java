package dev.goldpan.mini.train;

import dev.goldpan.mini.generator.Generator;
import dev.goldpan.nn.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a training began with, as manifests and checkpoints say it: by content, since files move and are trained further. */
final class Origin {
    /** Hexadecimal digits of a hash that are said, as many as of a model's fingerprint. */
    static final int SHOWN = 16;

    private Origin() {}

    /** The values that a network begins as. */
    static String of(Weights.Initial first) {
        return first instanceof StoredValues stored ? of(stored.file()) : "random";
    }

    /** A file of weights. */
    static String of(Path weights) {
        try {
            return Bundle.hash(Files.readAllBytes(weights)).substring(0, SHOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(weights + ": cannot be read (" + e + ")", e);
        }
    }

    /** The model that draws some of the pictures again; null for none. */
    static String of(Generator model) {
        return model == null ? "none" : model.fingerprint();
    }
}
