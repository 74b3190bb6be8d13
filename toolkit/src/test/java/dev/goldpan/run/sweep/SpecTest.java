package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.run.Workshop;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that read specs. */
abstract class SpecTest {
    final Workshop workshop = new Workshop();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        workshop.close();
    }

    SweepPlan read(String text) {
        return SweepReader.read(text, "spec.yaml", folder, List.of(), workshop);
    }

    /** A spec about a small checkpoint, six lines long before {@code rest}. */
    static String on(String rest) {
        return "model: " + Fixtures.path("pipelines/sd15") + "\nprecision: fp32\nsampler: ddim\nsteps: 3\nverifier: jpeg\nheld-out: []\n"
                + rest;
    }

    void refused(String line, String why, String rest) {
        String said = assertThrows(SpecErrors.class, () -> read(on(rest))).getMessage();
        assertTrue(said.contains(line) && said.contains(why), said);
    }
}
