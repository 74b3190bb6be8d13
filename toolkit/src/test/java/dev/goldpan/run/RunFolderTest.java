package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Course;
import dev.goldpan.search.Outcome;
import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.verify.Score;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path folder;

    /** A picture of 2x3 pixels whose file is {@code bytes}. */
    private static Entry.Picture picture(RunFolder run, int... bytes) {
        byte[] file = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            file[i] = (byte) bytes[i];
        }
        Outcome outcome = new Outcome(null, new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB), List.of());
        return run.keep(List.of(outcome), ignored -> file).get(0);
    }

    private static Batch batch(RunFolder run, long seed) {
        Candidate root = new Candidate(new Recipe.Fresh(seed), new Course.Steps(30), 10);
        NoiseKey key = NoiseKey.of(Long.MIN_VALUE, "it's \"quoted\"").step(3);
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put("zeta", Score.of(1 / 3.0));
        scores.put("alpha", Score.failed("no; DROP TABLE runs"));
        scores.put("tiny", Score.of(Double.MIN_VALUE));
        return new Batch(seed % 2 == 1, List.of(
                new Entry(new Scored(new Candidate(new Recipe.Resampled(root, key), root.course(), 30), scores),
                        picture(run, 1, 2, (int) seed)),
                new Entry(new Scored(new Candidate(new Recipe.Renoised(root, key), new Course.Leg(900.5, 90.25, 7), 0), Map.of()), null)),
                new Cost(1, 2, 3, 4, 5, 6, 7, 0.125));
    }

    @Test
    void whatIsWrittenIsReadBackWhole() {
        Batch first;
        Batch second;
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{\"prompt\": \"a 'cat'\"}", "{}")) {
            first = batch(run, 0);
            second = batch(run, 1);
            run.journal().append(first);
            run.journal().append(second);
            run.journal().stop(new Stop(Stop.Cause.BUDGET, "enough"));
        }
        try (RunFolder run = RunFolder.open(folder.resolve("run"))) {
            assertEquals(List.of(first, second), run.journal().batches());
            assertEquals(List.of("zeta", "alpha", "tiny"),
                    List.copyOf(run.journal().batches().get(0).entries().get(0).scored().scores().keySet()));
            assertEquals(new Stop(Stop.Cause.BUDGET, "enough"), run.journal().stop());
            assertEquals("{\"prompt\": \"a 'cat'\"}", run.spec());
            assertArrayEquals(new byte[] {1, 2, 1}, run.image(second.entries().get(0).image()));
        }
    }

    @Test
    void everyRecipeIsTextAndBack() {
        NoiseKey key = new NoiseKey(1, "use", 2, 3, 4, 5);
        Course course = new Course.Steps(30);
        Recipe fresh = new Recipe.Fresh(-1);
        Recipe noise = new Recipe.Neighbour(new Recipe.Banded(new Recipe.Optimised(fresh, "00ff"), 2, List.of(0.1f, -2f)), 0.95, key);
        Candidate origin = new Candidate(noise, course, 4);
        for (Recipe recipe : List.of(noise, new Recipe.Renoised(origin, key), new Recipe.Resampled(origin, key),
                new Recipe.Steered(origin, key, "ab12"), new Recipe.Mutated(origin, 0.8, 0.6, key))) {
            Candidate candidate = new Candidate(recipe, course, 30);
            assertEquals(candidate, CandidateJson.read(CandidateJson.write(candidate)));
        }
        assertEquals("{\"recipe\":{\"type\":\"fresh\",\"seed\":5},\"course\":{\"type\":\"steps\",\"steps\":30,\"entry\":0},\"calls\":30}",
                CandidateJson.write(new Candidate(new Recipe.Fresh(5), course, 30)));
    }

    @Test
    void hostileRecipesAreRefusedInOneLine() {
        String deep = "{\"recipe\":{\"type\":\"renoised\",\"origin\":".repeat(100_000);
        for (String text : List.of("", "null", "{}", "[1]", "{\"recipe\":{\"type\":\"java.lang.Runtime\"},\"course\":null,\"calls\":1}",
                "{\"recipe\":{\"type\":\"fresh\"},\"course\":{\"type\":\"steps\",\"steps\":3,\"entry\":0},\"calls\":3}",
                "{\"recipe\":{\"type\":\"fresh\",\"seed\":1},\"course\":{\"type\":\"steps\",\"steps\":-3,\"entry\":0},\"calls\":3}", deep)) {
            String message = assertThrows(IllegalArgumentException.class, () -> CandidateJson.read(text)).getMessage();
            assertEquals(1, message.lines().count(), message);
        }
    }

    @Test
    void oneProcessAtATime() {
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{}", "{}")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> RunFolder.open(folder.resolve("run"))).getMessage()
                    .contains("in use"));
            run.journal().append(batch(run, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> RunFolder.create(folder.resolve("run"), "{}", "{}"));
        assertThrows(IllegalArgumentException.class, () -> RunFolder.open(folder.resolve("nothing")));
    }

    @Test
    void aDamagedJournalIsLeftAsItIs() throws IOException {
        Path journal = folder.resolve("run").resolve("journal.db");
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{}", "{}")) {
            for (int i = 0; i < 200; i++) {
                run.journal().append(batch(run, 0));
            }
        }
        byte[] whole = Files.readAllBytes(journal);
        byte[] holed = whole.clone();
        for (int i = 4096; i < holed.length / 2; i++) {
            holed[i] = 0x5a;
        }
        for (byte[] damaged : List.of("not a database, but long enough to look at".repeat(50).getBytes(), holed)) {
            Files.write(journal, damaged);
            String message = assertThrows(IllegalArgumentException.class, () -> RunFolder.open(folder.resolve("run"))).getMessage();
            assertTrue(message.contains("cannot be used as a journal") && message.lines().count() == 1, message);
            assertArrayEquals(damaged, Files.readAllBytes(journal));
        }
    }

    @Test
    void aLockedJournalSaysSoAndLosesNothing() throws SQLException {
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{}", "{}")) {
            run.journal().append(batch(run, 0));
            Journal journal = run.journal();
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("run").resolve("journal.db"))) {
                other.createStatement().execute("BEGIN EXCLUSIVE");
                assertTrue(assertThrows(IllegalStateException.class, () -> journal.append(batch(run, 2))).getMessage().contains("safe"));
                other.createStatement().execute("ROLLBACK");
            }
            journal.append(batch(run, 2));
            assertEquals(2, run.journal().batches().size());
        }
    }

    @Test
    void picturesOfOneBatchComeBackInItsOrder() {
        List<Outcome> finished = new ArrayList<>();
        for (int width = 1; width <= 20; width++) {
            finished.add(new Outcome(null, new BufferedImage(width, 3, BufferedImage.TYPE_INT_RGB), List.of()));
        }
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{}", "{}")) {
            List<Entry.Picture> kept = run.keep(finished, outcome -> new byte[outcome.image().getWidth()]);
            for (int i = 0; i < 20; i++) {
                assertEquals(i + 1, kept.get(i).width());
                assertArrayEquals(new byte[i + 1], run.image(kept.get(i)), "it is on disk");
            }
            assertEquals("third", assertThrows(IllegalArgumentException.class, () -> run.keep(finished, outcome -> {
                if (outcome == finished.get(2)) {
                    throw new IllegalArgumentException("third");
                }
                return new byte[1];
            })).getMessage());
        }
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        ContentFiles files = new ContentFiles(folder.resolve("run/images"), "x".repeat(250)); // no name of a file is as long
        UncheckedIOException thrown = assertThrows(UncheckedIOException.class, () -> files.put(new byte[] {1, 2}));
        assertTrue(thrown.getMessage().contains("cannot be written (") && thrown.getMessage().endsWith("what was finished before is safe:"
                + " make room, then 'goldpan resume " + folder.resolve("run") + "' goes on"), thrown.getMessage());
        try (Stream<Path> left = Files.walk(folder)) {
            assertEquals(0, left.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void noiseIsFoundFromWhereverARunKeepsPictures() throws IOException {
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{}", "{}")) {
            String hash = run.blobs().write(new float[] {2f});
            Path near = folder.resolve("run/images/ab");
            for (Path from = near; !from.equals(folder); from = from.getParent()) {
                assertArrayEquals(new float[] {2f}, RunFolder.noiseNear(from).read(hash), from.toString());
            }
            assertThrows(RuntimeException.class, () -> RunFolder.noiseNear(folder).read(hash));
        }
    }

    @Test
    void changedFilesAreNoticed() throws IOException {
        try (RunFolder run = RunFolder.create(folder.resolve("run"), "{}", "{}")) {
            Entry.Picture picture = picture(run, 1, 2, 3);
            Files.write(run.path(picture), new byte[] {1, 2, 4});
            assertTrue(assertThrows(IllegalArgumentException.class, () -> run.image(picture)).getMessage().contains("damaged"));
            String hash = run.blobs().write(new float[] {1.5f, -0f});
            assertArrayEquals(new float[] {1.5f, -0f}, run.blobs().read(hash));
            assertThrows(IllegalArgumentException.class, () -> run.blobs().read("../../etc/passwd"));
        }
    }
}
