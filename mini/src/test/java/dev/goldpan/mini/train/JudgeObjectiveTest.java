package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.mini.judge.Exhibit;
import dev.goldpan.mini.judge.JudgePixels;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeObjectiveTest {
    private static final JudgeConfig TINY = new JudgeConfig(8, List.of(16, 16, 16), List.of(1, 1, 1), 4,
            JudgeConfig.bundled().subjects(), JudgeConfig.bundled().colours(), JudgeConfig.bundled().styles(),
            JudgeConfig.bundled().thresholds());

    @TempDir
    private Path folder;

    @Test
    void theLossFallsAndTheJudgeOpens() throws IOException {
        Plan plan = new Plan(folder, 3, 8, 60, 3e-3, 5, 0.2, 0.01, 1, 0.9, true, false, 1, Duration.ofHours(1));
        try (Objective objective = new JudgeObjective(TINY, new FirstValues(3), new JudgePixels(null), 4)) {
            Trainer.run("judge", plan, objective);
        }
        List<String> curve = Files.readAllLines(folder.resolve("loss.csv"));
        double first = Double.parseDouble(curve.get(0).split(",")[1]);
        double last = Double.parseDouble(curve.get(curve.size() - 1).split(",")[1]);
        assertTrue(last < 0.9 * first, "from " + first + " to " + last);
        try (Scope scope = Scope.open(); Judge judge = Judge.open(folder, Device.CPU)) {
            assertEquals(2, judge.look(new JudgePixels(null).of(exhibits(), Worlds.JUDGE_TEST, 0).images()).size());
        }
    }

    private static List<Exhibit> exhibits() {
        return List.of(Exhibit.of(Worlds.JUDGE_TEST, 0), Exhibit.of(Worlds.JUDGE_TEST, 1));
    }
}
