package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One run of the command line inside the test.
 *
 * @param exitCode what the process would have ended with
 * @param out what it printed
 * @param err what it said about it
 */
record Told(int exitCode, String out, String err) {
    static Told run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), args);
        return new Told(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The same, which must succeed. */
    static Told done(String... args) {
        Told told = run(args);
        assertEquals(0, told.exitCode, told.err);
        return told;
    }

    /** The same, which must be refused in one line that says {@code why}. */
    static Told refused(String why, String... args) {
        Told told = run(args);
        assertEquals(2, told.exitCode, told.out);
        assertEquals(1, told.err.lines().count(), told.err);
        assertTrue(told.err.startsWith("goldpan: ") && told.err.contains(why), told.err + " does not say '" + why + "'");
        return told;
    }
}
