package dev.goldpan.mini.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.denoise.UNetConfig;
import dev.goldpan.denoise.UNetConfigFile;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.sample.VpPath;
import dev.goldpan.text.ClipTextConfig;
import dev.goldpan.vae.AutoencoderConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The shapes of the bundled networks: the {@code config.json} of each, under {@code resources/shapes}. */
final class Shapes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Shapes() {}

    static AutoencoderConfig autoencoder() {
        return AutoencoderConfig.of(ConfigFile.of(read("vae"), "vae.json"));
    }

    /** @param name unet or unet-small */
    static UNetConfig unet(String name) {
        return UNetConfigFile.of(ConfigFile.of(read(name), name + ".json"));
    }

    static ClipTextConfig text() {
        return ClipTextConfig.of(read("text_encoder"), "text_encoder.json");
    }

    /** The noise schedule of the bundled model. */
    static VpPath path() {
        return SchedulerConfig.parse(read("scheduler").toString(), "scheduler.json").path();
    }

    /** The configuration called {@code name}, with {@code more} put into it. */
    static ConfigFile config(String name, Map<String, Object> more) {
        return ConfigFile.of(with(name, more), name + ".json");
    }

    /** Writes the configuration called {@code name} to {@code file}, with {@code more} put into it. */
    static void write(String name, Map<String, Object> more, Path file) {
        write(with(name, more), file);
    }

    private static ObjectNode with(String name, Map<String, Object> more) {
        ObjectNode shape = read(name);
        more.forEach((key, value) -> shape.set(key, JSON.valueToTree(value)));
        return shape;
    }

    /** Writes the configuration called {@code name} to {@code file}. */
    static void write(String name, Path file) {
        write(read(name), file);
    }

    /** The same with its scaling_factor set: the inverse of the spread of the raw latents. */
    static void writeAutoencoder(Path file, double scalingFactor) {
        ObjectNode shape = read("vae");
        shape.put("scaling_factor", scalingFactor);
        write(shape, file);
    }

    private static void write(JsonNode shape, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shape) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(String name) {
        try (InputStream in = Shapes.class.getResourceAsStream("/shapes/" + name + ".json")) {
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
