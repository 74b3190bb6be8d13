package dev.goldpan.model;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What a debugger of numerics needs of a run: named tensors, kept as they pass, the rows of later batches below those of earlier
 * ones.
 *
 * <p>The keys of a text-to-image run: {@code token_ids} and {@code negative_token_ids} [1, 77], {@code prompt_embeds} and
 * {@code negative_prompt_embeds} [1, 77, width], {@code pooled} [1, width] where the model takes it, {@code timesteps} [N] as the
 * network is told them, {@code latents.0} (the initial noise, before any scaling) to {@code latents.N} (final)
 * [images, c, h / 8, w / 8], {@code image} [images, 3, h, w] from 0 to 1.
 */
public final class Trace implements AutoCloseable {
    private final boolean keeps;
    private final Map<String, List<Tensor>> parts = new LinkedHashMap<>();

    /** A trace that keeps nothing. */
    public static Trace none() {
        return new Trace(false);
    }

    /** A trace that keeps everything. */
    public static Trace all() {
        return new Trace(true);
    }

    private Trace(boolean keeps) {
        this.keeps = keeps;
    }

    /** Keeps a copy of {@code tensor}, below what there is under {@code key} already. */
    void add(String key, Tensor tensor) {
        if (!keeps) {
            return;
        }
        try (Scope scope = Scope.open()) {
            Tensor copy = tensor.detach().to(Device.CPU.torch(), tensor.scalar_type()).clone();
            parts.computeIfAbsent(key, unused -> new ArrayList<>()).add(Scope.detach(copy));
        }
    }

    /** Writes everything to {@code file}, which has its old content or all of the new at any moment. */
    public void write(Path file) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> whole = new LinkedHashMap<>();
            parts.forEach((key, rows) -> whole.put(key, torch.cat(new TensorVector(rows.toArray(Tensor[]::new)), 0)));
            SafetensorsWriter.write(file, whole, Map.of());
        }
    }

    @Override
    public void close() {
        parts.values().forEach(rows -> rows.forEach(Tensor::close));
        parts.clear();
    }
}
