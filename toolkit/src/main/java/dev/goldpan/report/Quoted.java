package dev.goldpan.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The papers' own published numbers, to stand beside what a preset finds; other models, other prompts, other scales. */
final class Quoted {
    private static final String NOTE = "The paper's numbers, on its models and prompts; only the order of the rows can be compared"
            + " with ours.";

    private Quoted() {}

    /** The table that belongs to {@code preset}; none where there is none. */
    static List<Table> of(String preset) {
        return text("quoted.txt").lines().map(line -> line.split(" ")).filter(entry -> entry[0].equals(preset)).map(entry ->
                table(text(entry[1])))
                .toList();
    }

    private static Table table(String text) {
        List<String> lines = text.lines().toList();
        List<List<String>> rows = lines.stream().skip(1).map(line -> Arrays.asList(line.split("\\|"))).toList();
        return new Table(lines.get(0), NOTE, rows.get(0), rows.subList(1, rows.size()));
    }

    private static String text(String file) {
        try (InputStream in = Quoted.class.getResourceAsStream("quoted/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
