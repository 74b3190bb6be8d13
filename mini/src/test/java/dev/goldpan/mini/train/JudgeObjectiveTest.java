package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.Judge;
import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.judge.Exhibit;
import dev.goldpan.mini.judge.JudgePixels;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
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
        Plan plan = new Plan(folder, 3, 8, 60, 3e-3, 5, 0.2, 0.01, 1, 0.9, true, false, 2, Duration.ofHours(1));
        try (Objective objective = new JudgeObjective(TINY, new FirstValues(3), null, null, 4)) {
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

    /** Halves are of unlike size, and have unlike numbers of things. */
    @Test
    void halvesOfABatchAddUpToTheWhole() {
        Map<String, Double> whole = norms(1);
        norms(2).forEach((name, norm) -> assertEquals(whole.get(name), norm, 1e-4 * whole.get(name) + 1e-6, name));
    }

    /** The loss, and the norm of each gradient, of a step in so many terms. */
    private static Map<String, Double> norms(int terms) {
        Map<String, Double> norms = new HashMap<>();
        try (Objective objective = new JudgeObjective(TINY, (name, shape) -> torch.full(shape, new Scalar(0.01),
                new TensorOptions(ScalarType.Float)).add(new FirstValues(3).draw(name, shape)), null, null, 5); Scope scope = Scope.open()) {
            double loss = 0;
            for (Supplier<Tensor> term : objective.terms(2, terms)) {
                Tensor part = term.get();
                part.backward();
                loss += part.item_double();
            }
            norms.put("loss", loss);
            objective.parameters().forEach((name, value) -> norms.put(name, value.grad().norm().item_double()));
        }
        return norms;
    }

    @Test
    void itSaysWhatItBeganAsAndWhoDrawsAgain() throws IOException {
        try (Objective objective = new JudgeObjective(TINY, new FirstValues(3), null, null, 1)) {
            assertEquals(Map.of("start", "random", "model", "none", "viewed", 0), objective.settings());
            assertEquals(1, objective.mostTerms());
            objective.export(Files.createDirectories(folder), objective.parameters());
        }
        try (Objective objective = new JudgeObjective(TINY, StoredValues.in(folder), new Generator("mini"), null, 2)) {
            assertEquals(Map.of("start", Origin.of(folder.resolve("model.safetensors")), "model",
                    ModelChoice.of("mini").open().fingerprint(), "viewed", 0), objective.settings());
        }
    }

    private static List<Exhibit> exhibits() {
        return List.of(Exhibit.of(Worlds.JUDGE_TEST, 0), Exhibit.of(Worlds.JUDGE_TEST, 1));
    }
}
