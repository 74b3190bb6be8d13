package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The list of commands that trains everything. */
class TrainTest {
    @Test
    void everyCommandIsUnderstood() throws IOException {
        assertFalse(Train.recipe().isEmpty());
        for (String line : Train.recipe()) {
            CommandLine.ParseResult parsed = Train.commands().parseArgs(line.split(" ")); // fails on anything unknown
            assertTrue(parsed.hasSubcommand(), line);
        }
    }

    @Test
    void everyVerbSaysHowItIsUsed() {
        List<List<String>> verbs = new ArrayList<>();
        Train.commands().getSubcommands().forEach((name, verb) -> {
            verbs.add(List.of(name, "--help"));
            verb.getSubcommands().keySet().forEach(second -> verbs.add(List.of(name, second, "--help")));
        });
        for (List<String> verb : verbs) {
            StringWriter said = new StringWriter();
            assertEquals(0, Train.commands().setOut(new PrintWriter(said)).execute(verb.toArray(String[]::new)), verb.toString());
            assertTrue(said.toString().contains("Usage: goldpan-mini " + verb.get(0)), said.toString());
        }
        assertTrue(verbs.contains(List.of("judge", "pictures", "--help")));
    }

    @Test
    void aFileThatIsNotThereIsNoStackTrace() {
        assertEquals(2, Train.commands().execute("judge", "pictures", "--prompts", "nowhere.txt", "--into", "nowhere"));
    }

    @Test
    void whatIsBundledIsTrained() throws IOException {
        Set<String> words = new HashSet<>(Arrays.asList(String.join(" ", Train.recipe()).split(" ")));
        for (String needed : Bundle.needed()) {
            assertTrue(words.contains(Path.of(needed).getName(0).toString()), needed);
        }
    }
}
