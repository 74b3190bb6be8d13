package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.OneThread;
import dev.goldpan.run.Databases;
import dev.goldpan.run.PostgresUrl;
import dev.goldpan.run.SpendingTable;
import dev.goldpan.run.Workshop;
import dev.goldpan.verify.llm.Spent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose database is a real PostgreSQL server finds what one in a file finds. */
@ExtendWith(OneThread.class)
class PostgresStoreTest {
    private static final String SECRET = "hunter2";
    private static EmbeddedPostgres server;
    private static String whole; // digest of the undisturbed sweep in a file

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path where, @TempDir Path data) throws IOException, SQLException {
        server = EmbeddedPostgres.builder().setDataDirectory(data).start();
        Path access = data.resolve("pg_hba.conf"); // everybody is trusted but the keeper, who has a password
        Files.writeString(access, "host all keeper all scram-sha-256\n" + Files.readString(access));
        try (Connection admin = server.getPostgresDatabase().getConnection(); Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE keeper LOGIN PASSWORD '" + SECRET + "'");
            statement.execute("GRANT CREATE ON DATABASE postgres TO keeper");
            statement.execute("SELECT pg_reload_conf()");
        }
        whole = KilledSweep.run(where, KilledSweep.SPEC);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static PostgresUrl store(String schema) {
        return new PostgresUrl("jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=postgres&password=" + SECRET
                + "&currentSchema=" + schema);
    }

    @Test
    void theDigestIsThatOfAFile() throws IOException {
        Path sweep = folder.resolve("sweep");
        assertEquals(whole, KilledSweep.run(sweep, KilledSweep.SPEC, store("whole")));
        assertFalse(Files.exists(sweep.resolve("sweep.db")));
        String remembered = Files.readString(sweep.resolve("store"));
        assertFalse(remembered.contains(SECRET), remembered);
        try (SweepFolder look = SweepFolder.look(sweep)) { // the folder knows where
            assertEquals(whole, Digest.of(look));
            assertTrue(look.plan().work().stream().allMatch(item -> look.isFinished(item.run())));
        }
    }

    @Test
    void killedItGoesOnToTheSameEnd() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < 3; kill++) {
            Process process = KilledSweep.process(folder.resolve("said"), killed.toString(), store("killed").url()).start();
            long before = SweepRunTest.pictures(killed);
            while (process.isAlive() && SweepRunTest.pictures(killed) < before + 1 + 2 * kill) {
                Thread.sleep(2);
            }
            assertTrue(process.isAlive(), Files.readString(folder.resolve("said")));
            process.destroyForcibly().waitFor();
        }
        try (SweepFolder half = SweepFolder.open(killed)) {
            assertFalse(half.plan().items().stream().allMatch(item -> half.isFinished(item.run())), "it was killed on its way");
        }
        assertEquals(whole, KilledSweep.run(killed, KilledSweep.SPEC));
    }

    @Test
    void aPasswordIsReadFromTheEnvironment() throws IOException, InterruptedException {
        Path sweep = folder.resolve("kept");
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=keeper&currentSchema=kept";
        String done = said(sweep, url, SECRET);
        assertTrue(done.contains(whole), done);
        for (String password : new String[] {null, "not " + SECRET}) {
            String refused = said(sweep, url, password);
            assertTrue(refused.contains("--store: " + url + ": ") && refused.contains("password") && !refused.contains(SECRET), refused);
        }
        String remembered = Files.readString(sweep.resolve("store"));
        assertFalse(remembered.contains(SECRET), remembered);
    }

    /** What the sweep in another process says. */
    private String said(Path sweep, String url, String password) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        ProcessBuilder process = KilledSweep.process(said, sweep.toString(), url);
        process.environment().remove("PGPASSWORD");
        if (password != null) {
            process.environment().put("PGPASSWORD", password);
        }
        process.start().waitFor();
        return Files.readString(said);
    }

    @Test
    void whatLanguageModelsCostIsKeptThere() {
        try (Workshop workshop = new Workshop(); SweepFolder sweep = SweepFolder.at(folder.resolve("sweep"), store("spent"))) {
            SweepPlan plan = KilledSweep.plan(KilledSweep.SPEC, workshop);
            sweep.plan(plan);
            String run = plan.work().get(0).run();
            SpendingTable spending = new SpendingTable(sweep.database(), run);
            spending.add("llm:free", new Spent(1, 20, 3, Double.NaN));
            spending.add("llm:paid", new Spent(2, 30, 4, 0.25));
            spending.add("llm:paid", new Spent(1, 10, 2, 0.5));
            assertEquals(Map.of("llm:free", new Spent(1, 20, 3, Double.NaN), "llm:paid", new Spent(3, 40, 6, 0.75)), sweep.spending(run));
        }
    }

    @Test
    void lossesAreAddedToABankThere() throws IOException {
        String bank = "prompts: [a cat and a dog, a bird]\nsteps: 3\nsampler: ddim\nprecision: fp32\nheld-out: []\nbatch: 8\nbank: 24\n"
                + "images: none\nverifier: ";
        Path sweep = folder.resolve("sweep");
        String without = KilledSweep.run(sweep, bank + "jpeg", store("losses"));
        String asked = bank + "[jpeg, conform, ensemble:attend-excite+initno]";
        try (Workshop workshop = new Workshop()) {
            SweepRun[] running = new SweepRun[1];
            running[0] = SweepRun.begin(KilledSweep.plan(asked, workshop), sweep, workshop, new SweepListener() {
                @Override
                public void asked(WorkItem item, long done, long of) {
                    running[0].cancel();
                }
            });
            try (SweepRun run = running[0]) {
                assertFalse(run.run());
                assertEquals(4, run.folder().lacking(run.folder().plan().work().get(0)));
            }
        }
        String with = KilledSweep.run(sweep, asked);
        assertNotEquals(without, with);
        assertEquals(with, KilledSweep.run(folder.resolve("file"), asked));
        try (SweepFolder look = SweepFolder.look(sweep)) {
            RunTable bird = RunTable.read(look, look.plan().work().get(1));
            assertTrue(Double.isNaN(bird.losses().get("conform")[0]) && !Double.isNaN(bird.losses().get("attend-excite")[0]));
        }
    }

    @Test
    void oneProcessAndOneFolderAtATime() {
        PostgresUrl store = store("alone");
        try (SweepFolder first = SweepFolder.at(folder.resolve("first"), store)) {
            first.plan(new SweepPlan("first", "", "", List.of()));
            String said = wrong(() -> SweepFolder.at(folder.resolve("second"), store));
            assertTrue(said.contains("is in use") && !said.contains(SECRET), said);
        }
        String taken = wrong(() -> SweepFolder.at(folder.resolve("second"), store));
        assertTrue(taken.contains("the sweep of another folder") && !taken.contains(SECRET), taken);
        String other = wrong(() -> SweepFolder.at(folder.resolve("first"), store("another")));
        assertTrue(other.contains("keeps its sweep in") && !other.contains(SECRET), other);
    }

    @Test
    void whoLooksMakesNothing() throws IOException, SQLException {
        Path sweep = folder.resolve("sweep");
        SweepFolder.at(sweep, store("looked")).close();
        try (SweepFolder look = SweepFolder.look(sweep)) {
            SQLException refused = assertThrows(SQLException.class, () -> Databases.execute(look.database(), "DELETE FROM sweeps"));
            assertTrue(refused.getMessage().contains("read-only"), refused.getMessage());
        }
        Files.writeString(sweep.resolve("store"), store("never_begun").toString());
        String said = wrong(() -> SweepFolder.look(sweep));
        assertTrue(said.contains("has no table format"), said);
        try (Connection server = DriverManager.getConnection(store("public").url());
                ResultSet schemas = server.createStatement().executeQuery(
                        "SELECT 1 FROM information_schema.schemata WHERE schema_name = 'never_begun'")) {
            assertFalse(schemas.next(), "not even the schema");
        }
    }

    @Test
    void noMessageHoldsThePassword() {
        for (String url : List.of("jdbc:postgresql://a:" + SECRET + "@localhost/postgres", "postgresql://a:" + SECRET + "@localhost/x",
                "jdbc:postgresql://localhost:" + SECRET + "/postgres", "jdbc:postgresql://localhost/x?password=" + SECRET
                        + "&currentSchema=A-B")) {
            String said = wrong(() -> new PostgresUrl(url));
            assertTrue(said.startsWith("--store: ") && !said.contains(SECRET), said);
        }
        PostgresUrl closed = new PostgresUrl("jdbc:postgresql://localhost:1/x?sslpassword=" + SECRET + "&user=a&password=" + SECRET);
        assertEquals("jdbc:postgresql://localhost:1/x?user=a", closed.toString());
        String refused = wrong(() -> SweepFolder.at(folder.resolve("closed"), closed));
        assertTrue(refused.startsWith("--store: jdbc:postgresql://localhost:1/x?user=a: ") && !refused.contains(SECRET), refused);
        assertFalse(SweepFolder.isThere(folder.resolve("closed")));
    }

    private static String wrong(Runnable done) {
        return assertThrows(IllegalArgumentException.class, done::run).getMessage();
    }
}
