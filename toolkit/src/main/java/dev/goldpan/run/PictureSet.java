package dev.goldpan.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.model.PictureText;
import dev.goldpan.tensor.Png;
import dev.goldpan.text.Prompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PNG files of a folder, by name.
 *
 * @param folder they lie in
 * @param names of the files
 * @param pictures in them
 * @param prompts that their recipes say; null where a file has none
 */
public record PictureSet(Path folder, List<String> names, List<BufferedImage> pictures, List<Prompt> prompts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads {@code folder}. @throws IllegalArgumentException if there is no such folder, or no or a damaged PNG in it */
    public static PictureSet read(Path folder) {
        List<String> names = new ArrayList<>();
        List<BufferedImage> pictures = new ArrayList<>();
        List<Prompt> prompts = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + ": there is no such folder");
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".png")).sorted().toList()) {
                byte[] png = Files.readAllBytes(file);
                names.add(file.getFileName().toString());
                pictures.add(decoded(file, png));
                prompts.add(prompt(Png.text(png).getOrDefault(PictureText.RECIPE, "{}")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException(folder + ": there are no PNG files in it");
        }
        return new PictureSet(folder, names, pictures, prompts);
    }

    private static BufferedImage decoded(Path file, byte[] png) {
        try {
            return Png.decode(png);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Prompt prompt(String recipe) {
        try {
            String text = JSON.readTree(recipe).path("prompt").asText("");
            return text.isBlank() ? null : new Prompt(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
