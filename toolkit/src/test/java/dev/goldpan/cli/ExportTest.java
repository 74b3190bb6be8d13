package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}: both files, read back, hold every candidate with what it scored and cost. */
class ExportTest {
    private static final Pattern CELL = Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))");
    private static final String SPEC = """
            prompts: [a cat, "a <dog>, or \\"two\\""]
            sampler: ddim
            steps: 3
            precision: fp32
            held-out: jpeg-large
            verifier: jpeg
            batch: 4
            parts:
              - {name: bank, bank: 6}
              - {name: algorithms, algorithm: zo-2, budget: 4}
            """;

    @TempDir
    private Path folder;

    @Test
    void csvAndParquetHoldTheSame() throws IOException {
        int threads = Engine.threads();
        Engine.threads(1);
        try {
            Files.writeString(folder.resolve("spec.yaml"), SPEC);
            Told done = Told.run("sweep", folder.resolve("spec.yaml").toString(), "--model", Fixtures.path("pipelines/sd15").toString(),
                    "--out", folder.resolve("out").toString());
            assertEquals(0, done.exitCode(), done.err());
        } finally {
            Engine.threads(threads);
        }
        Path csv = folder.resolve("found.csv");
        Path parquet = folder.resolve("found.parquet");
        Files.writeString(csv, "what was there before");
        Told told = Told.run("export", folder.resolve("out").toString(), "--csv", csv.toString(), "--parquet", parquet.toString());
        assertEquals(0, told.exitCode(), told.err());

        List<Map<String, String>> text = csv(csv);
        List<Map<String, Object>> typed = parquet(parquet);
        assertEquals(2 * (6 + 4), text.size());
        assertEquals(text.size(), typed.size());
        for (int row = 0; row < text.size(); row++) {
            for (Map.Entry<String, String> cell : text.get(row).entrySet()) {
                Object other = typed.get(row).get(cell.getKey());
                if (other instanceof Double number) {
                    assertEquals(number, Double.parseDouble(cell.getValue()), cell.getKey());
                } else {
                    String written = other == null ? "" : other instanceof Boolean flag ? flag ? "1" : "0" : other.toString();
                    assertEquals(written, cell.getValue(), cell.getKey());
                }
            }
        }
        assertTrue(typed.stream().anyMatch(row -> row.get("prompt").equals("a <dog>, or \"two\"")));
        assertTrue(typed.stream().allMatch(row -> row.get("jpeg") instanceof Double && row.get("seed") instanceof Long));
        assertEquals(2 * (6 + 4) * 3, typed.stream().mapToDouble(row -> (double) row.get("cost-nfe")).sum(), 1e-9);
    }

    private static List<Map<String, String>> csv(Path file) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (String line : Files.readString(file).split("\r\n")) {
            List<String> cells = new ArrayList<>();
            for (Matcher cell = CELL.matcher(line); cell.find(); ) {
                cells.add(cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""));
            }
            lines.add(cells);
        }
        return lines.stream().skip(1).map(cells -> {
            assertEquals(lines.get(0).size(), cells.size());
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(lines.get(0).get(i), cells.get(i));
            }
            return row;
        }).toList();
    }

    private static List<Map<String, Object>> parquet(Path file) throws IOException {
        Hydrator<Map<String, Object>, Map<String, Object>, String[]> rows = new Hydrator<>() {
            @Override
            public Map<String, Object> start() {
                return new LinkedHashMap<>();
            }

            @Override
            public Map<String, Object> add(Map<String, Object> row, String[] column, Object value) {
                row.put(column[0], value);
                return row;
            }

            @Override
            public Map<String, Object> finish(Map<String, Object> row) {
                return row;
            }
        };
        try (Stream<Map<String, Object>> content = ParquetReader.streamContent(file.toFile(), rows)) {
            return content.toList();
        }
    }
}
