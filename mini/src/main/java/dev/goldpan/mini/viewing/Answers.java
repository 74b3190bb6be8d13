package dev.goldpan.mini.viewing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was answered about pictures that were seen by their numbers, with the lines that are kept of it.
 *
 * @param lines as {@link Viewed#parse} reads them, by seed
 * @param files of the pictures, by seed
 */
record Answers(Map<Long, String> lines, Map<Long, Path> files) {
    private static final int FIELDS = 4;

    /**
     * Reads lines of {@code number,first,second,mixture}, answers as {@link Viewed#parse} takes them; empty ones and a first line of these
     * names are passed over.
     *
     * @param pictures folder of the pictures; their order by name numbers them from 1, as on a contact sheet
     * @throws IllegalArgumentException if a line is none, there is no picture of a number or it states no seed, or one is answered for twice
     */
    static Answers read(Path csv, Path pictures) {
        List<Path> numbered = Pictured.files(pictures);
        Answers answers = new Answers(new LinkedHashMap<>(), new LinkedHashMap<>());
        try {
            for (String line : Files.readAllLines(csv)) {
                if (!line.isBlank() && !line.startsWith("number,")) {
                    answers.add(csv, line.strip(), numbered);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(csv + ": cannot be read", e);
        }
        return answers;
    }

    private void add(Path csv, String line, List<Path> numbered) {
        String[] field = line.split(",");
        if (field.length != FIELDS || !field[0].matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(csv + ": '" + line + "' is no answer; expected number,first,second,mixture");
        }
        int number = Integer.parseInt(field[0]);
        if (number < 1 || number > numbered.size()) {
            throw new IllegalArgumentException(csv + ": there is no picture " + number + "; there are 1 to " + numbered.size());
        }
        Path file = numbered.get(number - 1);
        Pictured pictured = Pictured.read(file);
        if (pictured.seed() == null) {
            throw new IllegalArgumentException(file + ": states no plain seed; take pictures of judge pictures");
        }
        String whole = String.join(",", pictured.seed().toString(), pictured.sketch(), field[1], field[2], field[3], pictured.prompt());
        Viewed.parse(whole);
        if (lines.put(pictured.seed(), whole) != null) {
            throw new IllegalArgumentException(csv + ": picture " + number + " (seed " + pictured.seed() + ") is answered for twice");
        }
        files.put(pictured.seed(), file);
    }
}
