package dev.goldpan.model;

import dev.goldpan.nn.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a checkpoint is used best, in the words of {@value #FILE} beside its {@code model_index.json}; what is null is not said.
 *
 * @param steps of the sampler
 * @param guidance scale of classifier-free guidance
 */
public record Advice(Integer steps, Double guidance) {
    /** The file's name. */
    public static final String FILE = "advice.json";

    /** Nothing is said. */
    static final Advice NONE = new Advice(null, null);

    static Advice in(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        ConfigFile said = ModelFiles.json(file).file();
        return new Advice(said.has("steps") ? said.integer("steps", 0, 1, Settings.MOST_STEPS) : null,
                said.has("guidance") ? said.number("guidance", 0) : null);
    }
}
