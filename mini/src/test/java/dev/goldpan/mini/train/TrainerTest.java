package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.vae.AutoencoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
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
        return new Plan(into, 7, 4, steps, 3e-3, 5, 0.2, 0.01, 1, 0.9, true, false, 1, Duration.ZERO); // a checkpoint after every step
    }

    private static float[] weights(Path run) {
        try (Scope scope = Scope.open(); Safetensors stored = Safetensors.open(run.resolve("checkpoint.safetensors"))) {
            Tensor weight = stored.read("weight.decoder.conv_out.weight").flatten();
            float[] values = new float[(int) weight.numel()];
            weight.data_ptr_float().get(values);
            return values;
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
