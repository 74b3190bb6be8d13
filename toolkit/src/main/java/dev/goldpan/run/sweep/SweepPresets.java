package dev.goldpan.run.sweep;

import dev.goldpan.tensor.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Specs that come with Goldpan: the figures and tables of the papers with their models, and twins of them on the bundled model. */
public final class SweepPresets {
    private static final String FOLDER = "presets/";

    private SweepPresets() {}

    /** Their names. */
    public static List<String> names() {
        return text("presets.txt").lines().filter(line -> !line.isBlank()).toList();
    }

    /** The spec called {@code name}. @throws IllegalArgumentException with the nearest and all names */
    public static String named(String name) {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new IllegalArgumentException("--preset: '" + name + "' is not known; did you mean '" + Spelling.nearest(name, names)
                    + "'? There are " + String.join(", ", names));
        }
        return text(name + ".yaml");
    }

    private static String text(String file) {
        try (InputStream in = SweepPresets.class.getResourceAsStream(FOLDER + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
