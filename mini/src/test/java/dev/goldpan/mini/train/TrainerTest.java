package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.vae.AutoencoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Training on a scale of seconds: it learns, and a stopped run continues as if it had not been stopped. */
class TrainerTest {
    private static final AutoencoderConfig TINY = new AutoencoderConfig(3, 3, List.of(16, 16), 1, 4, 8, 128, 1, 0, false, true,
            true, true, 8);

    @TempDir
    private Path folder;

    @Test
    void theLossFalls() throws IOException {
        train(folder, 60);
        List<String> curve = Files.readAllLines(folder.resolve("loss.csv"));
        double first = Double.parseDouble(curve.get(0).split(",")[1]);
        double last = Double.parseDouble(curve.get(curve.size() - 1).split(",")[1]);
        assertTrue(last < 0.75 * first, "from " + first + " to " + last);
        assertTrue(Files.exists(folder.resolve("loss.png")));
        assertTrue(Files.exists(folder.resolve("config.json")));
    }

    @Test
    void aStoppedRunContinuesExactly() {
        train(folder.resolve("whole"), 6);
        train(folder.resolve("parts"), 6, 3);
        assertArrayEquals(weights(folder.resolve("whole")), weights(folder.resolve("parts")));
    }

    @Test
    void aLineOfTheCurveIsAMeanAfterAStopToo() throws IOException {
        try (Objective flat = new Stopping(new Flat(), 15)) {
            assertThrows(Stopping.Stopped.class, () -> Trainer.run("stopped", plan(folder, 20), flat));
        }
        train(new Flat(), plan(folder, 20));
        assertEquals(List.of("20,3.000000"), Files.readAllLines(folder.resolve("loss.csv")));
    }

    @Test
    void aRunGoesOnAsItBegan() throws IOException {
        train(new Flat(), plan(folder, 2));
        Plan batch = plan(folder, 4, 8, false);
        assertRefused("is of batch 4, not 8", () -> train(new Flat(), batch));
        assertRefused("is of optimiser adamw, not muon", () -> train(new Flat(), plan(folder, 4, 4, true)));
        assertRefused("is of model none, not 12ab; go on with the former", () -> train(new Flat("12ab"), plan(folder, 4)));
        train(new Flat(), plan(folder, 3));
        Path file = folder.resolve("checkpoint.safetensors");
        try (Scope scope = Scope.open(); Safetensors stored = Safetensors.open(file)) {
            assertEquals("3", stored.metadata().get("step"));
            Map<String, Tensor> state = new LinkedHashMap<>();
            stored.names().forEach(name -> state.put(name, stored.read(name).clone()));
            SafetensorsWriter.write(file, state, Map.of("step", "3", "seed", "7")); // all that older ones say
        }
        train(new Flat("12ab"), batch);
        assertRefused("is of model 12ab, not none", () -> train(new Flat(), plan(folder, 5, 8, false)));
        assertEquals("12ab", new ObjectMapper().readTree(folder.resolve("training.json").toFile()).path("model").asText());
    }

    @Test
    void whatCannotBeSharedIsNot() {
        Plan two = new Plan(folder, 7, 4, 2, 3e-3, 5, 0.2, 0.01, 1, 0.9, true, false, 2, Duration.ZERO);
        assertRefused("--workers: 2 cannot share a step of test; leave it out", () -> train(new Flat(), two));
        assertFalse(Files.exists(folder.resolve("checkpoint.safetensors")));
    }

    @Test
    void aRunStartsAgainWithoutItsCheckpoint() throws IOException {
        train(new Flat(), plan(folder, 20));
        Files.delete(folder.resolve("checkpoint.safetensors"));
        train(new Flat(), plan(folder, 3)); // nothing is left of the curve
        train(new Flat(), plan(folder, 2));
        assertEquals(3, new ObjectMapper().readTree(folder.resolve("training.json").toFile()).path("steps").asInt());
        assertEquals(List.of(), Files.readAllLines(folder.resolve("loss.csv")));
    }

    @Test
    void onlyWhatWasTrainedIsExported() {
        try (Objective flat = new Flat()) {
            assertRefused("there is no checkpoint", () -> Trainer.export(plan(folder, 2), flat));
            assertFalse(Files.exists(folder.resolve("flat.safetensors")));
        }
        train(new Flat(), plan(folder.resolve("run"), 2));
        try (Objective flat = new Flat()) {
            Trainer.export(plan(folder.resolve("run"), 2, 8, true), flat);
            assertTrue(Files.exists(folder.resolve("run/flat.safetensors")));
        }
    }

    private static void train(Objective objective, Plan plan) {
        try (objective) {
            Trainer.run("test", plan, objective);
        }
    }

    private static void assertRefused(String why, Executable what) {
        String message = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(message.contains(why), message);
    }

    /** Trains to each of {@code stops} in turn, with one plan of {@code steps}, and then to its end. */
    private static void train(Path into, long steps, long... stops) {
        for (long stop : stops) {
            try (Objective objective = new Stopping(objective(), stop)) {
                Trainer.run("stopped", plan(into, steps), objective);
            } catch (Stopping.Stopped stopped) {
                assertTrue(Files.exists(into.resolve("checkpoint.safetensors")));
            }
        }
        try (Objective objective = objective()) {
            Trainer.run("test", plan(into, steps), objective);
        }
    }

    private static Objective objective() {
        return new AutoencoderObjective(TINY, 7, Worlds.TRAINING, 4);
    }

    private static Plan plan(Path into, long steps) {
        return plan(into, steps, 4, false);
    }

    private static Plan plan(Path into, long steps, int batch, boolean muon) {
        return new Plan(into, 7, batch, steps, 3e-3, 5, 0.2, 0.01, 1, 0.9, true, muon, 1, Duration.ZERO); // a checkpoint after every step
    }

    private static float[] weights(Path run) {
        try (Scope scope = Scope.open(); Safetensors stored = Safetensors.open(run.resolve("checkpoint.safetensors"))) {
            Tensor weight = stored.read("weight.decoder.conv_out.weight").flatten();
            float[] values = new float[(int) weight.numel()];
            weight.data_ptr_float().get(values);
            return values;
        }
    }

    /** A loss of 3, whatever the weights are. */
    private record Flat(Tensor weight, Map<String, Object> settings) implements Objective {
        Flat() {
            this("none");
        }

        Flat(String model) {
            this(Scope.detach(torch.ones(2).requires_grad_(true)), Map.of("model", model));
        }

        @Override
        public Map<String, Tensor> parameters() {
            return Map.of("weight", weight);
        }

        @Override
        public Tensor loss(long step) {
            return weight.sum().mul(new Scalar(0.0)).add(new Scalar(3.0));
        }

        @Override
        public void export(Path into, Map<String, Tensor> trained) {
            SafetensorsWriter.write(into.resolve("flat.safetensors"), trained, Map.of());
        }

        @Override
        public void close() {
            weight.close();
        }
    }

    /** Breaks off at one step, as a machine does. */
    private record Stopping(Objective inner, long at) implements Objective {
        static final class Stopped extends RuntimeException {
            private static final long serialVersionUID = 1;
        }

        @Override
        public Map<String, Tensor> parameters() {
            return inner.parameters();
        }

        @Override
        public Map<String, Object> settings() {
            return inner.settings();
        }

        @Override
        public Tensor loss(long step) {
            if (step == at) {
                throw new Stopped();
            }
            return inner.loss(step);
        }

        @Override
        public void export(Path into, Map<String, Tensor> trained) {
            inner.export(into, trained);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
