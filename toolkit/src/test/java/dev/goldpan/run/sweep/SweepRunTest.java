package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.OneThread;
import dev.goldpan.run.Progress;
import dev.goldpan.run.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that is stopped in any way ends as if it had not been. */
@ExtendWith(OneThread.class)
class SweepRunTest {
    private static final int KILLS = 3;
    private static String whole; // digest of the undisturbed sweep

    @TempDir
    private Path folder;

    @BeforeAll
    static void undisturbed(@TempDir Path where) {
        whole = KilledSweep.run(where, KilledSweep.SPEC);
    }

    /** Work that was begun, by its prompt. */
    private List<String> begun(Path where, String spec) {
        List<String> begun = new ArrayList<>();
        try (Workshop workshop = new Workshop()) {
            try (SweepRun run = SweepRun.begin(KilledSweep.plan(spec, workshop), where, workshop, new SweepListener() {
                @Override
                public void begins(WorkItem item, int place, int of, long nfe) {
                    begun.add(item.part() + " " + item.spec().algorithm() + " " + item.spec().prompt().text() + " " + item.spec().seed());
                }
            })) {
                assertTrue(run.run());
            }
        }
        return begun;
    }

    @Test
    void aFailureAfterEveryBatchChangesNothing() {
        Path broken = folder.resolve("broken");
        Set<String> failed = new HashSet<>();
        try (Workshop workshop = new Workshop()) {
            for (boolean done = false; !done; ) {
                try (SweepRun run = SweepRun.begin(KilledSweep.plan(KilledSweep.SPEC, workshop), broken, workshop, new Failing(failed))) {
                    done = run.run();
                    assertEquals(whole, Digest.of(run.folder()));
                } catch (IllegalStateException injected) {
                    assertEquals("injected", injected.getMessage());
                }
            }
        }
        assertTrue(failed.size() > 10, "it failed " + failed.size() + " times");
    }

    /** Throws after every batch once. */
    private static final class Failing implements SweepListener {
        private final Set<String> failed;
        private int place;

        Failing(Set<String> failed) {
            this.failed = failed;
        }

        @Override
        public void begins(WorkItem item, int at, int of, long nfe) {
            place = at;
        }

        @Override
        public void evaluated(Progress progress) {
            if (failed.add(place + " " + progress.candidates())) {
                throw new IllegalStateException("injected");
            }
        }
    }

    @Test
    void aSweepThatIsKilledEndsAsIfItHadNotBeen() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = KilledSweep.process(folder.resolve("said"), killed.toString()).start();
            long before = pictures(killed);
            while (process.isAlive() && pictures(killed) < before + 1 + 2 * kill) {
                Thread.sleep(2);
            }
            process.destroyForcibly().waitFor();
        }
        try (SweepFolder half = SweepFolder.open(killed)) {
            assertFalse(half.plan().items().stream().allMatch(item -> half.isFinished(item.run())), "it was killed on its way");
        }
        assertEquals(whole, KilledSweep.run(killed, KilledSweep.SPEC));
    }

    static long pictures(Path sweep) throws IOException {
        if (!Files.isDirectory(sweep.resolve("images"))) {
            return 0;
        }
        try (var files = Files.walk(sweep.resolve("images"))) {
            return files.filter(file -> file.toString().endsWith(".png")).count();
        } catch (java.io.UncheckedIOException vanished) {
            return 0; // a partial file was renamed while we looked
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgain() {
        Path sweep = folder.resolve("sweep");
        assertEquals(6, begun(sweep, KilledSweep.SPEC).size());
        assertEquals(List.of(), begun(sweep, KilledSweep.SPEC));
        assertEquals(List.of("bank random a bird 0"), begun(sweep, KilledSweep.SPEC.replaceAll("(?m)^  - \\{name: algorithms.*\n", "")
                .replace("a dog", "a bird")));
    }

    @Test
    void aFullDiskStopsItCleanly() throws SQLException {
        Path sweep = folder.resolve("sweep");
        try (Workshop workshop = new Workshop()) {
            SweepPlan plan = KilledSweep.plan(KilledSweep.SPEC, workshop);
            try (SweepRun run = SweepRun.begin(plan, sweep, workshop, new SweepListener() {})) {
                try (var statement = run.folder().database().createStatement()) {
                    int pages = statement.executeQuery("PRAGMA page_count").getInt(1);
                    statement.execute("PRAGMA max_page_count = " + (pages + 1));
                }
                String said = assertThrows(IllegalStateException.class, run::run).getMessage();
                assertTrue(said.contains("full") && said.contains("can be resumed"), said);
            }
        }
        assertEquals(whole, KilledSweep.run(sweep, KilledSweep.SPEC));
    }

    @Test
    void aCancelledSweepGoesOn() {
        Path sweep = folder.resolve("sweep");
        try (Workshop workshop = new Workshop()) {
            SweepRun[] running = new SweepRun[1];
            running[0] = SweepRun.begin(KilledSweep.plan(KilledSweep.SPEC, workshop), sweep, workshop, new SweepListener() {
                @Override
                public void evaluated(Progress progress) {
                    if (progress.candidates() == 4) {
                        running[0].cancel();
                    }
                }
            });
            assertFalse(running[0].run());
            running[0].close();
        }
        assertEquals(whole, KilledSweep.run(sweep, KilledSweep.SPEC));
    }

    @Test
    void onlyThePicturesThatAreWantedAreKept() throws IOException {
        String bank = "prompts: a cat\nsteps: 3\nsampler: ddim\nprecision: fp32\nverifier: jpeg\nheld-out: []\nbatch: 4\nbank: 8\nimages: ";
        String all = KilledSweep.run(folder.resolve("all"), bank + "all");
        assertEquals(8, pictures(folder.resolve("all")));
        KilledSweep.run(folder.resolve("none"), bank + "none");
        assertEquals(0, pictures(folder.resolve("none")));
        KilledSweep.run(folder.resolve("best"), bank + "best");
        long best = pictures(folder.resolve("best"));
        assertTrue(best >= 1 && best < 8, "kept " + best);
        assertNotEquals(all, KilledSweep.run(folder.resolve("other"), bank + "all\nguidance: 2"));
    }

    @Test
    void optimisedAndGuidedSearchesGoOnToTheSameEnd() throws SQLException {
        String spec = "prompts: a cat and a red balloon\nsteps: 3\nsampler: ddim\nprecision: fp32\nheld-out: []\nseed: 0-8 (+8)\nparts:\n"
                + "  - {verifier: initno, n: 6, optimise: [0, 2]}\n  - {verifier: jpeg, budget: 2, batch: 1, guide: [none, conform]}\n";
        Path broken = folder.resolve("broken");
        Set<String> failed = new HashSet<>();
        String found = null;
        while (found == null) {
            try (Workshop workshop = new Workshop(); SweepRun run = SweepRun.begin(KilledSweep.plan(spec, workshop), broken, workshop,
                    new Failing(failed))) {
                assertTrue(run.run());
                found = Digest.of(run.folder());
            } catch (IllegalStateException injected) {
                assertEquals("injected", injected.getMessage());
            }
        }
        assertTrue(failed.size() > 10, "it failed " + failed.size() + " times");
        Path sweep = folder.resolve("sweep");
        assertEquals(KilledSweep.run(sweep, spec), found);
        assertEquals(List.of(), begun(sweep, spec));
        assertEquals("1", KilledSweep.sums(sweep, "costs", "0) + (SELECT MAX(backwards) > 0 FROM costs"));
    }

    @Test
    void otherNetworksUnderTheSameNameAreRefused() throws SQLException {
        Path sweep = folder.resolve("sweep");
        begun(sweep, KilledSweep.SPEC);
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + sweep.resolve("sweep.db"))) {
            database.createStatement().execute("UPDATE runs SET manifest = replace(manifest, '\"fingerprint\":\"', '\"fingerprint\":\"0')");
        }
        String said = assertThrows(IllegalArgumentException.class, () -> begun(sweep, KilledSweep.SPEC.replace("a dog", "a bird")))
                .getMessage();
        assertTrue(said.contains("another model"), said);
    }
}
