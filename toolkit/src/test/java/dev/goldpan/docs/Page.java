package dev.goldpan.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, as tables. */
final class Page {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private Page() {}

    /** Cells of every row of its tables; headings are among them. */
    static List<List<String>> rows(String name) throws IOException {
        return Files.readString(Path.of("../docs").resolve(name)).lines().filter(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(line.substring(1, line.lastIndexOf('|')).split(" \\| ?")).map(String::strip).toList()).toList();
    }

    /** What stands between backticks. */
    static List<String> code(String cell) {
        List<String> found = new ArrayList<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
