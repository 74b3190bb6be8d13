package dev.goldpan.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The papers' own published numbers, to stand beside what a preset finds: other models, other prompts, other scales. A file's first line
 * is the title, the second the header, then a line for each row; lines after {@value #REMARK} say what is uncertain about the numbers.
 */
final class Quoted {
    private static final String REMARK = "note: ";
    private static final String NOTE = "Quoted, not measured here: other model, other prompts, other judge. Only the order of the rows can"
            + " be compared with ours.";

    private Quoted() {}

    /** The tables that belong to {@code preset}; none where there are none. */
    static List<Table> of(String preset) {
        return text("quoted.txt").lines().map(line -> line.split(" ")).filter(entry -> entry[0].equals(preset)).map(entry ->
                table(text(entry[1])))
                .toList();
    }

    private static Table table(String text) {
        List<List<String>> rows = text.lines().skip(1).filter(line -> !line.startsWith(REMARK))
                .map(line -> Arrays.asList(line.split("\\|"))).toList();
        String remarks = text.lines().filter(line -> line.startsWith(REMARK)).map(line -> " " + line.substring(REMARK.length()))
                .collect(Collectors.joining());
        return new Table(text.lines().findFirst().orElseThrow(), NOTE + remarks, rows.get(0), rows.subList(1, rows.size()));
    }

    private static String text(String file) {
        try (InputStream in = Quoted.class.getResourceAsStream("quoted/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
