package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.OneThread;
import dev.goldpan.run.Workshop;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Losses are asked about the noises of a bank after its pictures, once, at any time. */
@ExtendWith(OneThread.class)
class LossPassTest {
    @TempDir
    private Path folder;

    @Test
    void thePriceKnowsOfLosses() {
        String bank = "prompts: [a cat and a dog, a bird]\nsteps: 3\nsearch-steps: 2\nguidance: 3\npair: 2\nsampler: ddim\n"
                + "precision: fp32\nheld-out: []\nbatch: 8\nbank: 24\nimages: none\nverifier: ";
        Path sweep = folder.resolve("sweep");
        try (Workshop workshop = new Workshop()) {
            SweepPlan plan = KilledSweep.plan(bank + "[jpeg, attend-excite]", workshop);
            Price whole = Price.of(Undone.all(plan), workshop, new SweepListener() {});
            assertEquals(new Price(2, 2 * 2 * (24 * 2 + 3), whole.forwards(), 2 * (24 + 1), whole.seconds(), Map.of()), whole);
            assertEquals(2 * 2 * (24 * 2 + 3), whole.forwards(), "a guided pair is two of both");
            KilledSweep.run(sweep, bank + "jpeg");
            try (SweepFolder searched = SweepFolder.open(sweep)) {
                Price rest = Price.of(Undone.in(searched, plan), workshop, new SweepListener() {});
                assertEquals(new Price(0, 0, 0, 2 * (24 + 1), rest.seconds(), Map.of()), rest);
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
        String pictures = KilledSweep.sums(sweep, "costs", "forwards");
        KilledSweep.run(sweep, bank + "[jpeg, conform]");
        assertEquals("48", KilledSweep.sums(sweep, "losses", "1"));
        String with = KilledSweep.run(sweep, bank + all);
        assertNotEquals(without, with);
        assertEquals(pictures, KilledSweep.sums(sweep, "costs", "forwards"), "no picture was made again");
        assertEquals("24", KilledSweep.sums(sweep, "losses", "value IS NULL AND loss LIKE 'conform %'"),
                "the bird is alone, which conform cannot compare");
        assertEquals("0", KilledSweep.sums(sweep, "losses", "value IS NULL AND loss LIKE 'attend-excite %'"));
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + sweep.resolve("sweep.db"))) {
            database.createStatement().execute("DELETE FROM losses WHERE batch = 2 AND item >= 4"); // the batch that a kill would have lost
        }
        assertEquals(with, KilledSweep.run(sweep, bank + all));
        assertEquals(with, KilledSweep.run(folder.resolve("at once"), bank + all));
        assertEquals("96", KilledSweep.sums(folder.resolve("at once"), "loss_costs", "forwards * 2"), "all losses of a noise share one pass");
    }

    @Test
    void lossesOfAnotherVariantAreOthers() throws SQLException {
        String bank = "prompts: a cat and a dog\nsteps: 3\nsampler: ddim\nprecision: fp32\nheld-out: []\nbatch: 8\nbank: 8\nimages: none\n"
                + "verifier: [jpeg, conform, initno]\n";
        Path sweep = folder.resolve("sweep");
        KilledSweep.run(sweep, bank);
        KilledSweep.run(sweep, bank + "variant: paper\n");
        assertEquals("8", KilledSweep.sums(sweep, "losses", "loss LIKE 'conform %'"), "which has no variants");
        assertEquals("8", KilledSweep.sums(sweep, "losses", "loss LIKE 'initno code %'"));
        assertEquals("8", KilledSweep.sums(sweep, "losses", "loss LIKE 'initno paper %'"));
        String asks = bank + "parts:\n  - {name: code}\n  - {name: paper, variant: paper}\n";
        String both = KilledSweep.run(sweep, asks);
        assertEquals("24", KilledSweep.sums(sweep, "losses", "1"), "both are there");
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
}
