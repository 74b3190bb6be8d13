package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that several folders did in shares is the sweep that one would have done. */
@ExtendWith(OneThread.class)
class TakeoverTest {
    private static final int SHARES = 2;
    private static final String OPTIMISED = "prompts: [a cat and a red balloon, a dog and a bird]\nsteps: 3\nsampler: ddim\n"
            + "precision: fp32\nheld-out: []\nverifier: initno\nn: 6\noptimise: [0, 2]\n";

    @TempDir
    private Path folder;

    private void shares(String spec, Workshop workshop) {
        for (int number = 1; number <= SHARES; number++) {
            SweepPlan share = KilledSweep.plan(spec, workshop).share(number, SHARES);
            try (SweepRun run = SweepRun.begin(share, folder.resolve("share" + number), workshop, new SweepListener() {})) {
                assertTrue(run.run());
            }
        }
    }

    /** The digest of {@code spec} where all is taken from shares; what is begun there fails. */
    private String gathered(String spec, Workshop workshop, int searches) {
        SweepListener nothing = new SweepListener() {
            @Override
            public void begins(WorkItem item, int place, int of, long nfe) {
                throw new AssertionError(item + " was done again");
            }
        };
        try (SweepRun run = SweepRun.begin(KilledSweep.plan(spec, workshop), folder.resolve("all"), workshop, nothing)) {
            int taken = 0;
            for (int number = 1; number <= SHARES; number++) {
                taken += run.take(folder.resolve("share" + number));
            }
            assertEquals(searches, taken);
            assertTrue(run.run());
            return Digest.of(run.folder());
        }
    }

    @Test
    void sharesTogetherAreTheWhole() throws IOException {
        for (String spec : new String[] {KilledSweep.SPEC, OPTIMISED}) {
            try (Workshop workshop = new Workshop()) {
                SweepPlan plan = KilledSweep.plan(spec, workshop);
                Set<WorkItem> both = new HashSet<>(plan.share(1, SHARES).items());
                assertFalse(both.isEmpty());
                both.addAll(plan.share(2, SHARES).items());
                assertEquals(Set.copyOf(plan.items()), both);
                shares(spec, workshop);
                assertEquals(KilledSweep.run(folder.resolve("whole"), spec), gathered(spec, workshop, plan.work().size()));
            }
            for (String kept : new String[] {"images", "noise"}) {
                assertEquals(names(folder.resolve("whole").resolve(kept)), names(folder.resolve("all").resolve(kept)));
            }
        }
    }

    private static Set<Path> names(Path where) throws IOException {
        if (!Files.isDirectory(where)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(where)) {
            return new HashSet<>(files.filter(Files::isRegularFile).map(where::relativize).toList());
        }
    }

    @Test
    void whatWasBegunHereGivesWay() {
        try (Workshop workshop = new Workshop()) {
            shares(KilledSweep.SPEC, workshop);
            SweepRun[] running = new SweepRun[1];
            running[0] = SweepRun.begin(KilledSweep.plan(KilledSweep.SPEC, workshop), folder.resolve("all"), workshop, new SweepListener() {
                @Override
                public void evaluated(Progress progress) {
                    running[0].cancel();
                }
            });
            assertFalse(running[0].run());
            running[0].close();
            assertEquals(KilledSweep.run(folder.resolve("whole"), KilledSweep.SPEC), gathered(KilledSweep.SPEC, workshop,
                    KilledSweep.plan(KilledSweep.SPEC, workshop).work().size()));
        }
    }

    @Test
    void whatIsDamagedOrOfOtherNetworksIsRefused() throws IOException, SQLException {
        try (Workshop workshop = new Workshop()) {
            shares(KilledSweep.SPEC, workshop);
            SweepPlan plan = KilledSweep.plan(KilledSweep.SPEC, workshop);
            try (SweepRun run = SweepRun.begin(plan, folder.resolve("all"), workshop, new SweepListener() {})) {
                try (Stream<Path> files = Files.walk(folder.resolve("share1/images"))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        Files.writeString(file, "no picture");
                    }
                }
                String damaged = assertThrows(IllegalArgumentException.class, () -> run.take(folder.resolve("share1"))).getMessage();
                assertTrue(damaged.contains("is damaged"), damaged);
                assertTrue(plan.work().stream().noneMatch(item -> run.folder().isFinished(item.run())), "nothing was taken");
                run.take(folder.resolve("share2"));
                assertTrue(run.run());
            }
            try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("share1/sweep.db"))) {
                database.createStatement().execute("UPDATE runs SET manifest = replace(manifest, '\"fingerprint\":\"',"
                        + " '\"fingerprint\":\"0')");
            }
            try (SweepRun run = SweepRun.begin(plan, folder.resolve("other"), workshop, new SweepListener() {})) {
                run.take(folder.resolve("share2"));
                String other = assertThrows(IllegalArgumentException.class, () -> run.take(folder.resolve("share1"))).getMessage();
                assertTrue(other.contains("another model"), other);
            }
        }
    }
}
