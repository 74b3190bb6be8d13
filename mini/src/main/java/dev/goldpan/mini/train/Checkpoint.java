package dev.goldpan.mini.train;

import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The state of one run on disk: old or new at any moment, never half.
 *
 * @param settings of the run, which the file keeps too; one that is older than this says little more than its seed
 */
record Checkpoint(Path file, Map<String, Object> settings) {
    /** Settings without which it is another run; other differences are told. */
    private static final List<String> FIXED = List.of("seed", "optimiser", "batch");

    /** That of {@code plan}. */
    static Checkpoint of(Plan plan) {
        return new Checkpoint(plan.folder().resolve("checkpoint.safetensors"), plan.settings());
    }

    /**
     * Reads the checkpoint into {@code state}, if there is one.
     *
     * @return the step to continue at, 0 where there is none
     * @throws IllegalArgumentException if it is of another seed, optimiser, batch or network
     */
    long restore(Map<String, Tensor> state) {
        if (!Files.exists(file)) {
            return 0;
        }
        String step;
        try (Safetensors stored = Safetensors.open(file)) {
            settings.forEach((name, value) -> compare(name, stored.metadata().get(name), value.toString()));
            step = stored.metadata().get("step");
        }
        if (step == null) {
            throw new IllegalArgumentException(file + ": is no checkpoint, since it has no step; move it away to start again");
        }
        read(state);
        return Long.parseLong(step);
    }

    /** @param was what the file says; null where it does not */
    private void compare(String name, String was, String is) {
        if (was == null || was.equals(is)) {
            return;
        }
        if (FIXED.contains(name)) {
            throw new IllegalArgumentException(file + ": is of " + name + " " + was + ", not " + is
                    + "; go on with the former, or move it away to start again");
        }
        System.err.println(file + ": goes on with " + name + " " + is + ", was of " + was);
    }

    /**
     * Reads the checkpoint into {@code state}, whatever its settings.
     *
     * @throws IllegalArgumentException if there is none, or it is of another network
     */
    void read(Map<String, Tensor> state) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(file + ": there is no checkpoint; train the network first");
        }
        try (Scope scope = Scope.open(); Safetensors stored = Safetensors.open(file)) {
            state.forEach((name, tensor) -> {
                long[] shape = new long[(int) tensor.dim()];
                Arrays.setAll(shape, tensor::size);
                if (!stored.names().contains(name) || !Arrays.equals(stored.shape(name), shape)) {
                    throw new IllegalArgumentException(file + ": '" + name + "' is not of this network; move it away to start again");
                }
                tensor.copy_(stored.read(name));
            });
        }
    }

    void write(Map<String, Tensor> state, long step) {
        Map<String, String> said = new LinkedHashMap<>();
        settings.forEach((name, value) -> said.put(name, value.toString()));
        said.put("step", Long.toString(step));
        SafetensorsWriter.write(file, state, said);
    }
}
