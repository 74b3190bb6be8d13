package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.OneThread;
import dev.goldpan.run.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that another judge had seen is, judged again, the sweep that this one sees. */
@ExtendWith(OneThread.class)
class RejudgingTest {
    private static final String SPEC = "model: mini\nprompts: [a cat and a red balloon, two dogs]\nsteps: 2\nverifier: jpeg\nheld-out: []\n"
            + "images: all\nparts: [{name: bank, bank: 3}, {name: zero-order, algorithm: zo-2, budget: 4, seed: 1}]\n";
    private static final long PICTURES = 2 * (3 + 4);

    @TempDir
    private Path folder;

    private String sweep(Workshop workshop) {
        SweepPlan plan = SweepReader.read(SPEC, "spec", Path.of(""), List.of(), workshop);
        try (SweepRun run = SweepRun.begin(plan, folder, workshop, new SweepListener() {})) {
            assertTrue(run.run());
            return Digest.of(run.folder());
        }
    }

    private void database(String... updates) throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("sweep.db"))) {
            for (String update : updates) {
                database.createStatement().execute(update);
            }
        }
    }

    /** As if another judge had looked, who said no to everything and knew one question more. */
    private void another() throws SQLException {
        database("UPDATE measures SET value = 0", "UPDATE runs SET manifest = replace(manifest, '\"judge\":\"', '\"judge\":\"0')",
                "INSERT INTO measures SELECT run, batch, item, 'a grader', 0.5 FROM measures WHERE measure = 'existence'");
    }

    @Test
    void answersGiveWayToThoseOfTheJudgeOfNow() throws SQLException {
        try (Workshop workshop = new Workshop()) {
            String digest = sweep(workshop);
            another();
            try (SweepFolder opened = SweepFolder.open(folder)) {
                assertNotEquals(digest, Digest.of(opened));
                Rejudging rejudging = new Rejudging(opened, workshop);
                assertEquals(PICTURES, rejudging.pictures());
                assertFalse(rejudging.run(done -> {}, () -> true), "cancelled before the first");
                long[] last = new long[1];
                assertTrue(rejudging.run(done -> last[0] = done, () -> false));
                assertEquals(PICTURES, last[0]);
                assertEquals(0, new Rejudging(opened, workshop).pictures());
            }
            database("DELETE FROM measures WHERE measure = 'a grader'"); // what is none of the judge's stays
            try (SweepFolder opened = SweepFolder.look(folder)) {
                assertEquals(digest, Digest.of(opened));
            }
            assertEquals(digest, sweep(workshop)); // and it can be gone on with
        }
    }

    @Test
    void searchesOfAnEarlierPlanAndUnfinishedOnesAreJudgedToo() throws SQLException {
        try (Workshop workshop = new Workshop()) {
            String digest = sweep(workshop);
            another();
            database("DELETE FROM finished WHERE run IN (SELECT run FROM items WHERE part = 'zero-order')",
                    "DELETE FROM items WHERE part = 'bank'");
            try (SweepFolder opened = SweepFolder.open(folder)) {
                Rejudging rejudging = new Rejudging(opened, workshop);
                assertEquals(PICTURES, rejudging.pictures());
                assertTrue(rejudging.run(done -> {}, () -> false));
            }
            database("DELETE FROM measures WHERE measure = 'a grader'");
            assertEquals(digest, sweep(workshop));
        }
    }

    @Test
    void picturesThatWereNotKeptAreNotGuessed() throws IOException, SQLException {
        try (Workshop workshop = new Workshop()) {
            sweep(workshop);
            another();
            try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
                Files.delete(files.filter(Files::isRegularFile).sorted().toList().get(1));
            }
            try (SweepFolder opened = SweepFolder.open(folder)) {
                String message = assertThrows(IllegalArgumentException.class, () -> new Rejudging(opened, workshop)).getMessage();
                assertTrue(message.contains("1 of the " + PICTURES + " pictures to be judged were not kept"), message);
            }
        }
    }
}
