package dev.goldpan.mini.train;

import dev.goldpan.mini.world.TokenizerFolder;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.text.ClipTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/** A trained verifier in the folder layout of transformers. */
final class VerifierFiles {
    private VerifierFiles() {}

    /**
     * Writes configuration, preprocessing and weights to {@code folder}.
     *
     * @param shape which network
     * @param more what its configuration says beside the shape
     * @param side of the pictures that it sees, in pixels
     * @param reads whether it has a tokenizer
     */
    static void write(Path folder, String shape, Map<String, Object> more, int side, Map<String, Tensor> weights, boolean reads) {
        Shapes.write(shape, more, folder.resolve("config.json"));
        Map<String, Object> size = new TreeMap<>(Map.of("height", side, "width", side)); // in the same order always
        Shapes.write("preprocessor", Map.of("size", size), folder.resolve("preprocessor_config.json"));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), weights, Map.of("format", "pt"));
        if (reads) {
            tokenizer(folder).close();
        }
    }

    /** The world's tokenizer, whose files are written to {@code folder}. */
    static ClipTokenizer tokenizer(Path folder) {
        try {
            TokenizerFolder.write(folder);
            return ClipTokenizer.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what was measured. */
    static void quality(Path folder, String text) {
        try {
            Files.writeString(folder.resolve("quality.txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
