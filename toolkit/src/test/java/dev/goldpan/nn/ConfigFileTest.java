package dev.goldpan.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    private Path folder;

    @Test
    void absentAndNullMeanTheDefault() throws IOException {
        ConfigFile file = file("{\"a\": null, \"b\": 3, \"c\": [1, 2], \"d\": 0.5, \"e\": true}");
        assertEquals(7, file.integer("a", 7, 1, 9));
        assertEquals(7, file.integer("missing", 7, 1, 9));
        assertEquals(3, file.integer("b", 7, 1, 9));
        assertEquals(List.of(1, 2), file.integers("c", List.of(), 1, 9));
        assertEquals(0.5, file.number("d", 1));
        assertTrue(file.flag("e", false));
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        ConfigFile file = file("{\"a\": 10, \"b\": 1e99, \"c\": [1, -2], \"d\": \"x\", \"e\": 99999999999, \"f\": [], \"g\": 1}");
        assertMessage("config.json: a has 10; expected a whole number from 1 to 9", () -> file.integer("a", 7, 1, 9));
        assertMessage("b has 1.0E99", () -> file.integer("b", 7, 1, 9));
        assertMessage("c has -2", () -> file.integers("c", List.of(), 1, 9));
        assertMessage("c has -2; supported: 1, 2", () -> file.only("c", "1", "2"));
        assertMessage("d is \"x\"; expected a finite number", () -> file.number("d", 1));
        assertMessage("e has 99999999999", () -> file.integer("e", 7, 1, 9));
        assertMessage("f must be a list", () -> file.integers("f", List.of(), 1, 9));
        assertMessage("g is 1; expected true or false", () -> file.flag("g", true));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertMessage("expected a JSON object", () -> file("[1]"));
        assertMessage("not JSON", () -> file("{"));
        assertMessage("not JSON", () -> file("{\"a\":".repeat(5000)));
        assertMessage("expected a JSON object", () -> file(""));
    }

    private ConfigFile file(String text) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("config.json"), text));
    }

    private static void assertMessage(String part, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
