package dev.goldpan.mini.viewing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.tensor.Png;
import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A generated picture with what its file states.
 *
 * @param seed plain seed of its noise; null where the file states none
 */
public record Pictured(BufferedImage picture, String prompt, Long seed) {
    /** Largest part of some pictures that another processor may have drawn differently. */
    public static final double DIFFERENT = 0.1;

    private static final int PARTS = 4;
    private static final int HEX = 16;
    /**
     * How far lightness may be off, of 255. Another number of threads changes single pixels by 1 and parts by 0.02; of the pictures
     * labelled here no two are nearer than 10.
     */
    private static final int TOLERANCE = 2;

    /** Reads a file that goldpan wrote. @throws IllegalArgumentException if it states no prompt */
    public static Pictured read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String recipe = Png.text(bytes).getOrDefault("goldpan", "{}");
            JsonNode stated = new ObjectMapper().readTree(recipe);
            String prompt = stated.path("prompt").asText();
            if (prompt.isEmpty()) {
                throw new IllegalArgumentException(file + ": states no prompt; take pictures that goldpan has written");
            }
            JsonNode seed = stated.path("recipe").path("seed");
            return new Pictured(Png.decode(bytes), prompt, seed.isIntegralNumber() ? seed.asLong() : null);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": its recipe is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** Pictures of a folder; their order by name numbers them from 1. */
    public static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** What its prompt asks for. */
    public SceneSpec asked() {
        return Caption.parse(prompt);
    }

    /** Mean lightness of 4 x 4 parts, row by row, each 0 to 255 as two hexadecimal digits. */
    public String sketch() {
        StringBuilder sketch = new StringBuilder();
        for (int part = 0; part < PARTS * PARTS; part++) {
            sketch.append(String.format("%02x", lightness(part % PARTS, part / PARTS)));
        }
        return sketch.toString();
    }

    private int lightness(int column, int row) {
        int width = picture.getWidth() / PARTS;
        int height = picture.getHeight() / PARTS;
        long sum = 0;
        for (int rgb : picture.getRGB(column * width, row * height, width, height, null, 0, width)) {
            sum += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
        }
        return (int) Math.round(sum / (3.0 * width * height));
    }

    /** Whether it is the picture that was labelled, as nearly as machines draw the same. */
    public boolean isOf(String labelled, String asked) {
        String own = sketch();
        if (!prompt.equals(asked) || !labelled.matches("[0-9a-f]{" + own.length() + "}")) {
            return false;
        }
        for (int at = 0; at < own.length(); at += 2) {
            int difference = Integer.parseInt(own, at, at + 2, HEX) - Integer.parseInt(labelled, at, at + 2, HEX);
            if (Math.abs(difference) > TOLERANCE) {
                return false;
            }
        }
        return true;
    }
}
