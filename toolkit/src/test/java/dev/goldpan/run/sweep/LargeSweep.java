package dev.goldpan.run.sweep;

import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.report.SweepReport;
import dev.goldpan.run.Batch;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Spec;
import dev.goldpan.run.SqlJournal;
import dev.goldpan.run.Stop;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Course;
import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long a bank of many candidates takes to write and to report, with made-up scores:
 * {@code java -cp ... dev.goldpan.run.sweep.LargeSweep DIR PROMPTS}, 300 candidates a prompt.
 */
final class LargeSweep {
    private static final int EACH = 300;
    private static final int WIDTH = 20;
    private static final List<String> VERIFIERS = List.of("clip", "siglip", "preference", "aesthetic");
    private static final List<String> ANSWERS = List.of("existence", "recognisability", "not a mixture", "all three");
    private static final Course COURSE = new Course.Steps(30);

    private LargeSweep() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int prompts = Integer.parseInt(args[1]);
        double begun = seconds();
        try (SweepFolder sweep = SweepFolder.at(folder, null)) {
            sweep.plan(new SweepPlan("large", "", "name: large", IntStream.range(0, prompts).mapToObj(LargeSweep::item).toList()));
            sweep.plan().items().forEach(item -> write(sweep, item));
        }
        double written = seconds();
        System.out.printf("%d candidates written in %.1f s of processor time: %.0f a second%n", prompts * EACH, written - begun,
                prompts * EACH / (written - begun));
        try (SweepFolder sweep = SweepFolder.look(folder)) {
            new SweepReport(sweep).write(folder.resolve("report"));
        }
        System.out.printf("reported in %.1f s of processor time, heap %d MB%n", seconds() - written,
                Runtime.getRuntime().totalMemory() >> 20);
    }

    private static double seconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() * 1e-3;
    }

    private static WorkItem item(int prompt) {
        Settings settings = new Settings(128, 128, 30, null, 4, 0, 0, 0, AttentionSettings.NONE);
        Spec spec = new Spec(ModelChoice.of("mini"), new Prompt("prompt " + prompt), settings, 30, "random", Map.of(), "clip", 0,
                VERIFIERS.subList(1, VERIFIERS.size()), null, Budget.ofNfe(EACH * 30L), 1, WIDTH, 0, null, 120);
        return new WorkItem("bank", "", spec, Images.NONE, true, true, List.of(EACH * 30L), List.of(), List.of());
    }

    private static void write(SweepFolder sweep, WorkItem item) {
        sweep.begin(item.run(), "{\"fingerprint\":\"0\",\"verifiers\":[]}");
        SqlJournal journal = new SqlJournal(sweep.database(), item.run(), (batch, number) -> answers(sweep, item.run(), batch, number));
        KeyedNoise chance = new KeyedNoise(NoiseKey.of(0, item.spec().prompt().text()));
        for (int first = 0; first < EACH; first += WIDTH) {
            List<Entry> entries = new ArrayList<>();
            for (int i = first; i < first + WIDTH; i++) {
                Map<String, Score> scores = new LinkedHashMap<>();
                for (int v = 0; v < VERIFIERS.size(); v++) {
                    scores.put(VERIFIERS.get(v), Score.of(chance.uniform((long) i * VERIFIERS.size() + v)));
                }
                String hash = String.format("%064x", (long) item.spec().prompt().text().hashCode() << 32 | i);
                entries.add(new Entry(new Scored(new Candidate(new Recipe.Fresh(i), COURSE, 30), scores), new Entry.Picture(hash, 128, 128,
                        20_000)));
            }
            journal.append(new Batch(false, entries, new Cost(WIDTH * 30, WIDTH * 30, WIDTH * 60, 0, WIDTH, 0, WIDTH * 4, 1)));
        }
        journal.stop(new Stop(Stop.Cause.BUDGET, "enough"));
        sweep.finish(item.run());
    }

    private static void answers(SweepFolder sweep, String run, Batch batch, int number) throws SQLException {
        try (PreparedStatement insert = sweep.database().prepareStatement("INSERT INTO measures VALUES (?, ?, ?, ?, ?)")) {
            for (int place = 0; place < batch.entries().size(); place++) {
                double clip = batch.entries().get(place).scored().value("clip");
                for (int a = 0; a < ANSWERS.size(); a++) {
                    insert.setString(1, run);
                    insert.setInt(2, number);
                    insert.setInt(3, place);
                    insert.setString(4, ANSWERS.get(a));
                    insert.setDouble(5, clip * 7 % 1 + clip > 1 + a * 0.1 ? 1 : 0);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
