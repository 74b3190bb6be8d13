package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.fixtures.OneThread;
import dev.goldpan.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that cannot be gone on with are left as they are, and say why in one line. */
@ExtendWith(OneThread.class)
class BadRunTest {
    @TempDir
    private Path folder;
    private String run;
    private Path journal;

    @BeforeEach
    void search() {
        TinySearch tiny = new TinySearch(folder);
        tiny.done("run", "--budget", "4");
        run = tiny.file("run").toString();
        journal = tiny.file("run/journal.db");
    }

    @Test
    void aDamagedJournalIsLeftAsItIs() throws IOException {
        byte[] damaged = Files.readAllBytes(journal);
        for (int i = 2048; i < damaged.length; i++) {
            damaged[i] = 0x5a;
        }
        Files.write(journal, damaged);
        Told.refused("cannot be used as a journal", "resume", run);
        assertArrayEquals(damaged, Files.readAllBytes(journal));
    }

    @Test
    void aRunThatIsInUseIsLeftAlone() throws SQLException {
        try (RunFolder open = RunFolder.open(Path.of(run))) {
            Told.refused("another process is running this search", "resume", run);
        }
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + journal)) {
            other.createStatement().execute("PRAGMA locking_mode = EXCLUSIVE");
            other.createStatement().execute("BEGIN EXCLUSIVE");
            Told.refused("locked", "resume", run);
            other.createStatement().execute("ROLLBACK");
        }
        assertEquals(0, Told.run("resume", run).exitCode());
    }

    @Test
    void aFolderWithoutAJournalIsNoRun() throws IOException {
        Told.refused("there is no run here", "resume", folder.toString());
        Files.delete(journal);
        Told.refused("there is no run here", "resume", run);
    }
}
