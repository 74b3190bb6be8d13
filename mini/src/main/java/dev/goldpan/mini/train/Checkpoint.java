package dev.goldpan.mini.train;

import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The state of one run on disk: old or new at any moment, never half. */
record Checkpoint(Path file, long seed) {
    /**
     * Reads the checkpoint into {@code state}, if there is one.
     *
     * @return the step to continue at, 0 where there is none
     * @throws IllegalArgumentException if it is of another seed or another network
     */
    long restore(Map<String, Tensor> state) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Scope scope = Scope.open(); Safetensors stored = Safetensors.open(file)) {
            if (!Long.toString(seed).equals(stored.metadata().get("seed"))) {
                throw new IllegalArgumentException(file + ": is of seed " + stored.metadata().get("seed") + ", not " + seed
                        + "; move it away to start again");
            }
            state.forEach((name, tensor) -> {
                long[] shape = new long[(int) tensor.dim()];
                Arrays.setAll(shape, tensor::size);
                if (!stored.names().contains(name) || !Arrays.equals(stored.shape(name), shape)) {
                    throw new IllegalArgumentException(file + ": '" + name + "' is not of this network; move it away to start again");
                }
                tensor.copy_(stored.read(name));
            });
            return Long.parseLong(stored.metadata().get("step"));
        }
    }

    void write(Map<String, Tensor> state, long step) {
        SafetensorsWriter.write(file, state, Map.of("step", Long.toString(step), "seed", Long.toString(seed)));
    }
}
