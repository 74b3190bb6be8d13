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
 * Pictures from PNG files.
 *
 * @param folder they lie in; null where they come from several
 * @param names of the files
 * @param pictures in them
 * @param prompts that their recipes say; null where a file has none
 */
public record PictureSet(Path folder, List<String> names, List<BufferedImage> pictures, List<Prompt> prompts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads {@code folder}. @throws IllegalArgumentException if there is no such folder, or no or a damaged PNG in it */
    public static PictureSet read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + ": there is no such folder");
        }
        try (Stream<Path> all = Files.list(folder)) {
            PictureSet set = of(all.filter(path -> path.toString().endsWith(".png")).sorted().toList());
            if (set.names.isEmpty()) {
                throw new IllegalArgumentException(folder + ": there are no PNG files in it");
            }
            return new PictureSet(folder, set.names, set.pictures, set.prompts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code files}, wherever they lie. @throws IllegalArgumentException if one is damaged */
    public static PictureSet of(List<Path> files) {
        List<String> names = new ArrayList<>();
        List<BufferedImage> pictures = new ArrayList<>();
        List<Prompt> prompts = new ArrayList<>();
        try {
            for (Path file : files) {
                byte[] png = Files.readAllBytes(file);
                names.add(file.getFileName().toString());
                pictures.add(decoded(file, png));
                prompts.add(prompt(Png.text(png).getOrDefault(PictureText.RECIPE, "{}")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PictureSet(null, names, pictures, prompts);
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
