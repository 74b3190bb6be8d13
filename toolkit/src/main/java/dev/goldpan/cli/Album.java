package dev.goldpan.cli;

import dev.goldpan.model.Picture;
import dev.goldpan.tensor.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that pictures go to, named after prompt and seed. A file has its old content or all of the new at any moment, and a
 * picture never replaces one of another recipe: it gets the next number.
 */
final class Album {
    private final Path folder;
    private final String stem;

    /** An album at {@code folder}, which is made when the first picture comes. */
    Album(Path folder, String prompt) {
        Destination.check("--out", folder);
        this.folder = folder;
        this.stem = Destination.stem(prompt);
    }

    /** Writes {@code picture}. @return where it is */
    Path add(Picture picture) throws IOException {
        byte[] png = Png.encode(picture.image(), picture.text());
        Files.createDirectories(folder);
        Path file = file(picture);
        Destination.write(file, png);
        return file;
    }

    private Path file(Picture picture) throws IOException {
        for (int number = 1; ; number++) {
            Path file = folder.resolve(stem + "-" + picture.seed() + (number == 1 ? "" : "-" + number) + ".png");
            if (!Files.exists(file) || picture.isRemakeOf(text(file))) {
                return file;
            }
        }
    }

    private static Map<String, String> text(Path file) throws IOException {
        try {
            return Png.text(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            return Map.of(); // not a PNG file
        }
    }
}
