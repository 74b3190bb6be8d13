package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
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
    void whatIsBundledIsTrained() throws IOException {
        Set<String> words = new HashSet<>(Arrays.asList(String.join(" ", Train.recipe()).split(" ")));
        for (String needed : Bundle.needed()) {
            assertTrue(words.contains(Path.of(needed).getName(0).toString()), needed);
        }
    }
}
