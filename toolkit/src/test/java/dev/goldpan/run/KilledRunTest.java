package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {
    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void aRunThatIsKilledFiveTimesEndsAsIfItHadNotBeen() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        int before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp", System.getProperty("java.class.path"),
                    KilledRun.class.getName(), killed.toString(), "40").redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile()).start();
            int wanted = before + 1 + kill % 3;
            while (process.isAlive() && pictures(killed) < 2 * wanted) {
                Thread.sleep(5);
            }
            assertTrue(process.isAlive(), () -> said());
            process.destroyForcibly().waitFor();
            try (RunFolder run = RunFolder.open(killed)) {
                int now = run.journal().batches().size();
                assertTrue(now >= before, "what was written stays");
                before = now;
            }
        }
        Result whole = KilledRun.run(folder.resolve("whole"), 0);
        Result resumed = KilledRun.run(killed, 0);
        assertTrue(before > 0 && before < 20, "it was killed on its way, after " + before + " batches");
        assertEquals(whole.ranked(), resumed.ranked());
        assertEquals(whole.winners(), resumed.winners());
        assertEquals(whole.stopped(), resumed.stopped());
        assertEquals(whole.cost().nfe(), resumed.cost().nfe());
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long pictures(Path run) throws IOException {
        if (!Files.isDirectory(run.resolve("images"))) {
            return 0;
        }
        try (var files = Files.walk(run.resolve("images"))) {
            return files.filter(file -> file.toString().endsWith(".png")).count();
        } catch (java.io.UncheckedIOException vanished) {
            return 0; // a partial file was renamed while we looked
        }
    }
}
