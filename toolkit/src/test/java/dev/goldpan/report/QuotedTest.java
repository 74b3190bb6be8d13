package dev.goldpan.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.run.sweep.SweepPresets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers of the papers are whole, said to be quoted, and of presets that there are. */
class QuotedTest {
    @Test
    void everyQuotedTableIsWholeAndSaysWhoseItIs() throws IOException {
        List<String> entries;
        try (InputStream in = Quoted.class.getResourceAsStream("quoted/quoted.txt")) {
            entries = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        for (String entry : entries) {
            String preset = entry.split(" ")[0];
            assertTrue(SweepPresets.names().contains(preset), preset);
            List<Table> tables = Quoted.of(preset);
            assertEquals(1, tables.size(), preset);
            for (Table table : tables) {
                assertTrue(table.title().startsWith("Quoted from arXiv 2501.09732, Table "), table.title());
                assertTrue(table.note().contains("not measured here: other model"), table.note());
                assertTrue(table.rows().size() >= 3, preset);
                table.rows().forEach(row -> assertEquals(table.header().size(), row.size(), preset + " " + row));
            }
        }
        assertEquals(11, entries.size());
        assertTrue(Quoted.of("mini-smoke").isEmpty());
    }

    @Test
    void numbersAreThoseOfThePaper() {
        Table two = Quoted.of("mini-table2").get(0);
        assertEquals(List.of("Ensemble", "Random", "6.06", "0.77", "1.41", "88.18"), two.rows().get(10));
        assertTrue(Quoted.of("mini-fig11").get(0).note().contains("approximate"));
    }
}
