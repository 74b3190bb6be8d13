package dev.goldpan.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.run.Setup;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Preset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/algorithms.md says what the code does. */
class AlgorithmsPageTest {
    private static final int ALGORITHM_COLUMNS = 6;
    private static final int SETUP_COLUMNS = 3;

    @Test
    void everyAlgorithmHasItsRow() throws IOException {
        Map<String, List<String>> rows = rows(ALGORITHM_COLUMNS);
        List<String> names = Algorithms.all().stream().map(Preset::name).toList();
        assertEquals(names, List.copyOf(rows.keySet()));
        for (Preset preset : Algorithms.all()) {
            List<String> row = rows.get(preset.name());
            assertEquals(preset.summary(), row.get(1));
            assertEquals(List.of("search." + preset.algorithm().getClass().getSimpleName()), Page.code(row.get(2)), preset.name());
            assertEquals(settings("", Algorithms.settings(preset.algorithm())), Page.code(row.get(3)), preset.name());
            assertEquals(preset.source(), row.get(4), preset.name());
            assertFalse(row.get(5).isEmpty(), preset.name());
        }
    }

    @Test
    void everySetupHasItsRow() throws IOException {
        Map<String, List<String>> rows = rows(SETUP_COLUMNS);
        assertEquals(Setup.all().stream().map(Setup::name).toList(), List.copyOf(rows.keySet()));
        for (Setup setup : Setup.all()) {
            assertEquals(List.of(setup.options()), Page.code(rows.get(setup.name()).get(1)));
            assertEquals(setup.source(), rows.get(setup.name()).get(2));
        }
    }

    /** Rows of that many columns, by the name in their first. */
    private static Map<String, List<String>> rows(int columns) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (List<String> row : Page.rows("algorithms.md")) {
            if (row.size() == columns && !Page.code(row.get(0)).isEmpty()) {
                rows.put(Page.code(row.get(0)).get(0), row);
            }
        }
        return rows;
    }

    private static List<String> settings(String prefix, JsonNode tree) {
        List<String> settings = new ArrayList<>();
        tree.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode) {
                settings.addAll(settings(prefix + field.getKey() + ".", value));
            } else {
                settings.add(prefix + field.getKey() + "=" + (value.isTextual() ? value.asText() : value.toString()));
            }
        });
        return settings;
    }
}
