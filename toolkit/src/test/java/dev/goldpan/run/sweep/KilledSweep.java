package dev.goldpan.run.sweep;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.run.PostgresUrl;
import dev.goldpan.run.Workshop;
import dev.goldpan.tensor.Engine;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A small sweep in a folder that another process kills: begins it or goes on with it. */
final class KilledSweep {
    static final String SPEC = """
            prompts: [a cat, a dog]
            sampler: ddim
            eta: 1
            steps: 3
            precision: fp32
            verifier: jpeg
            held-out: jpeg-large
            batch: 2
            parts:
              - {name: bank, bank: 6, images: all}
              - {name: algorithms, algorithm: [zo-2, fk], budget: 4, seed: 1, images: best}
            """;

    private KilledSweep() {}

    public static void main(String[] args) {
        System.out.println(run(Path.of(args[0]), SPEC, args.length > 1 ? new PostgresUrl(args[1]) : null));
    }

    /** {@link #main} in a process of its own. @param said where what it says goes */
    static ProcessBuilder process(Path said, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-cp",
                System.getProperty("java.class.path"), KilledSweep.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    }

    static String run(Path folder, String spec) {
        return run(folder, spec, null);
    }

    /** @param store where its database is or shall be, or null */
    static String run(Path folder, String spec, PostgresUrl store) {
        Engine.threads(1);
        try (Workshop workshop = new Workshop()) {
            SweepPlan plan = plan(spec, workshop);
            try (SweepRun run = SweepRun.begin(plan, folder, store, workshop, new SweepListener() {})) {
                run.run();
                return Digest.of(run.folder());
            }
        }
    }

    static SweepPlan plan(String spec, Workshop workshop) {
        return SweepReader.read(spec, "spec", Path.of(""), List.of(Fixtures.path("pipelines/sd15").toString()), workshop);
    }

    /** The sum of {@code what} over the rows of {@code table}. */
    static String sums(Path sweep, String table, String what) throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + sweep.resolve("sweep.db"))) {
            return database.createStatement().executeQuery("SELECT SUM(" + what + ") FROM " + table).getString(1);
        }
    }
}
