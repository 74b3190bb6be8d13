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
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", System.getProperty("java.class.path"),
                    KilledSweep.class.getName(), killed.toString()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile()).start();
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
    void thePriceKnowsOfLosses() {
        String bank = "prompts: [a cat and a dog, a bird]\nsteps: 3\nsearch-steps: 2\nguidance: 3\npair: 2\nsampler: ddim\n"
                + "precision: fp32\nheld-out: []\nbatch: 8\nbank: 24\nimages: none\nverifier: ";
        Path sweep = folder.resolve("sweep");
        try (Workshop workshop = new Workshop()) {
            SweepPlan plan = KilledSweep.plan(bank + "[jpeg, attend-excite]", workshop);
            Price whole = Price.of(Undone.all(plan), workshop, new SweepListener() {});
            assertEquals(new Price(2, 2 * 2 * (24 * 2 + 3), whole.forwards(), 2 * (24 + 1), whole.seconds()), whole);
            assertTrue(whole.forwards() > 0);
            KilledSweep.run(sweep, bank + "jpeg");
            try (SweepFolder searched = SweepFolder.open(sweep)) {
                Price rest = Price.of(Undone.in(searched, plan), workshop, new SweepListener() {});
                assertEquals(new Price(0, 0, 0, 2 * (24 + 1), rest.seconds()), rest);
                assertTrue(rest.seconds() > 0);
            }
            KilledSweep.run(sweep, bank + "[jpeg, attend-excite]");
            try (SweepFolder done = SweepFolder.open(sweep)) {
                assertTrue(Undone.in(done, plan).isEmpty());
            }
        }
    }

    @Test
    void lossesAreAddedToABankWithoutMakingItsPicturesAgain() throws SQLException {
        String bank = "prompts: [a cat and a dog, a bird]\nsteps: 3\nsampler: ddim\nprecision: fp32\nheld-out: []\nbatch: 8\nbank: 24\n"
                + "images: none\nverifier: ";
        String all = "[jpeg, conform, ensemble:attend-excite+initno]";
        Path sweep = folder.resolve("sweep");
        String without = KilledSweep.run(sweep, bank + "jpeg");
        String pictures = sums(sweep, "costs", "forwards");
        KilledSweep.run(sweep, bank + "[jpeg, conform]");
        assertEquals("48", sums(sweep, "losses", "1"));
        String with = KilledSweep.run(sweep, bank + all);
        assertNotEquals(without, with);
        assertEquals(pictures, sums(sweep, "costs", "forwards"), "no picture was made again");
        assertEquals("24", sums(sweep, "losses", "value IS NULL AND loss LIKE 'conform %'"),
                "the bird is alone, which conform cannot compare");
        assertEquals("0", sums(sweep, "losses", "value IS NULL AND loss LIKE 'attend-excite %'"));
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + sweep.resolve("sweep.db"))) {
            database.createStatement().execute("DELETE FROM losses WHERE batch = 2 AND item >= 4"); // the batch that a kill would have lost
        }
        assertEquals(with, KilledSweep.run(sweep, bank + all));
        assertEquals(with, KilledSweep.run(folder.resolve("at once"), bank + all));
        assertEquals("96", sums(folder.resolve("at once"), "loss_costs", "forwards * 2"), "all losses of a noise share one pass");
    }

    @Test
    void lossesOfAnotherVariantAreOthers() throws SQLException {
        String bank = "prompts: a cat and a dog\nsteps: 3\nsampler: ddim\nprecision: fp32\nheld-out: []\nbatch: 8\nbank: 8\nimages: none\n"
                + "verifier: [jpeg, conform, initno]\n";
        Path sweep = folder.resolve("sweep");
        KilledSweep.run(sweep, bank);
        KilledSweep.run(sweep, bank + "variant: paper\n");
        assertEquals("8", sums(sweep, "losses", "loss LIKE 'conform %'"), "which has no variants");
        assertEquals("8", sums(sweep, "losses", "loss LIKE 'initno code %'"));
        assertEquals("8", sums(sweep, "losses", "loss LIKE 'initno paper %'"));
        String asks = bank + "parts:\n  - {name: code}\n  - {name: paper, variant: paper}\n";
        String both = KilledSweep.run(sweep, asks);
        assertEquals("24", sums(sweep, "losses", "1"), "both are there");
        assertEquals(both, KilledSweep.run(folder.resolve("at once"), asks));
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + sweep.resolve("sweep.db"))) {
            database.createStatement().execute("UPDATE item_losses SET loss = 'conform'"); // as it was kept before losses had forms
        }
        try (SweepFolder old = SweepFolder.look(sweep)) {
            String said = assertThrows(IllegalArgumentException.class, old::plan).getMessage();
            assertTrue(said.contains("give the command of the sweep again"), said);
        }
        assertEquals(both, KilledSweep.run(sweep, asks));
    }

    @Test
    void aLossPassTellsHowFarItIsAndGoesOnWhereItWasCancelled() {
        String bank = "prompts: a cat and a dog\nsteps: 3\nsampler: ddim\nprecision: fp32\nheld-out: []\nbatch: 8\nbank: 50\nimages: none\n"
                + "verifier: [jpeg, conform]\n";
        Path sweep = folder.resolve("sweep");
        List<Long> told = new ArrayList<>();
        for (boolean done = false; !done; ) {
            try (Workshop workshop = new Workshop()) {
                SweepRun[] running = new SweepRun[1];
                running[0] = SweepRun.begin(KilledSweep.plan(bank, workshop), sweep, workshop, new SweepListener() {
                    @Override
                    public void asked(WorkItem item, long noises, long of) {
                        assertEquals(50, of);
                        told.add(noises);
                        running[0].cancel();
                    }
                });
                try (SweepRun run = running[0]) {
                    done = run.run();
                    assertEquals(50 - (told.isEmpty() ? 0 : told.get(told.size() - 1)), run.folder().lacking(run.folder().plan().work()
                            .get(0)));
                }
            }
        }
        assertEquals(List.of(20L, 40L, 50L), told);
        assertEquals(KilledSweep.run(folder.resolve("at once"), bank), KilledSweep.run(sweep, bank));
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
        assertEquals("1", sums(sweep, "costs", "0) + (SELECT MAX(backwards) > 0 FROM costs"));
    }

    private static String sums(Path sweep, String table, String what) throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + sweep.resolve("sweep.db"))) {
            return database.createStatement().executeQuery("SELECT SUM(" + what + ") FROM " + table).getString(1);
        }
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
