package dev.goldpan.mini.train;

import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/**
 * The state of one run on disk: old or new at any moment, never half.
 *
 * @param settings of the run, which the file keeps too; one that is older than this says little more than its seed
 * @param fixed names of those without which it is another run; other differences are told
 */
record Checkpoint(Path file, Map<String, Object> settings, Set<String> fixed) {
    private static final Set<String> FIXED = Set.of("seed", "optimiser", "batch");

    /** That of {@code plan}. @param more {@link Objective#settings} */
    static Checkpoint of(Plan plan, Map<String, Object> more) {
        Map<String, Object> settings = plan.settings();
        settings.putAll(more);
        Set<String> fixed = new TreeSet<>(FIXED);
        fixed.addAll(more.keySet());
        return new Checkpoint(plan.folder().resolve("checkpoint.safetensors"), settings, fixed);
    }

    /**
     * Reads the checkpoint into {@code state}, if there is one, and tells in which settings it differs.
     *
     * @return the step to continue at, 0 where there is none
     * @throws IllegalArgumentException if it is of another network or run, as {@link #check} says
     */
    long restore(Map<String, Tensor> state) {
        if (!Files.exists(file)) {
            return 0;
        }
        Map<String, String> said = said();
        if (!said.containsKey("step")) {
            throw new IllegalArgumentException(file + ": is no checkpoint, since it has no step; move it away to start again");
        }
        check();
        settings.forEach((name, value) -> {
            String was = said.get(name);
            if (was == null && fixed.contains(name)) {
                System.err.println(file + ": does not say of which " + name + " it is; goes on with " + value);
            } else if (was != null && !was.equals(value.toString())) {
                System.err.println(file + ": goes on with " + name + " " + value + ", was of " + was);
            }
        });
        read(state);
        return Long.parseLong(said.get("step"));
    }

    /**
     * Fails if there is a checkpoint, and it is of another run.
     *
     * @throws IllegalArgumentException if it says another value of one of the fixed settings
     */
    void check() {
        Map<String, String> said = Files.exists(file) ? said() : Map.of();
        for (String name : fixed) {
            String is = settings.get(name).toString();
            String was = said.getOrDefault(name, is);
            if (!was.equals(is)) {
                throw new IllegalArgumentException(file + ": is of " + name + " " + was + ", not " + is
                        + "; go on with the former, or move it away to start again");
            }
        }
    }

    /** What the file says of itself. */
    private Map<String, String> said() {
        try (Safetensors stored = Safetensors.open(file)) {
            return stored.metadata();
        }
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
