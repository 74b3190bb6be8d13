package dev.goldpan.mini.train;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Values of a network before its first step that an earlier training left: a new run goes on where no checkpoint is at hand.
 *
 * @param file weights, safetensors
 */
record StoredValues(Path file) implements Weights.Initial {
    /** Those of the network in {@code folder}. */
    static StoredValues in(Path folder) {
        return new StoredValues(folder.resolve("model.safetensors"));
    }

    /** Those of the network in {@code from}, or random ones where that is null. */
    static Weights.Initial orRandom(Path from, long seed) {
        return from == null ? new FirstValues(seed) : in(from);
    }

    @Override
    public Tensor draw(String name, long... shape) {
        try (Safetensors stored = Safetensors.open(file)) {
            Tensor value = stored.read(name).to(ScalarType.Float).clone();
            if (!Arrays.equals(value.sizes().vec().get(), shape)) {
                throw new IllegalArgumentException(file + ": " + name + " has another shape than the network to train; choose --shape");
            }
            return value;
        }
    }
}
