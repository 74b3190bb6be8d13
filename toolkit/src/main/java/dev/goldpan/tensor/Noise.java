package dev.goldpan.tensor;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The noise of one trajectory, addressed and never consumed: draw 0 is the starting noise, draw {@code k + 1} is what step
 * {@code k} of a stochastic sampler adds. Asking twice, in any order, gives the same numbers.
 */
@FunctionalInterface
public interface Noise {
    /**
     * Draw number {@code index}.
     *
     * @return independent standard normals, [1, c, h, w], fp32, processor memory
     */
    Tensor draw(int index);

    /** What a plain seed means in diffusers: {@code torch.randn} of a processor generator, see {@link TorchStream}. */
    static Noise torch(long seed, long... shape) {
        return new TorchStream(seed, shape);
    }

    /** The same numbers on every machine: draw {@code k} is {@link KeyedNoise} at {@code key.step(k)}. */
    static Noise keyed(NoiseKey key, long... shape) {
        return index -> new KeyedNoise(key.step(index)).normal(shape);
    }

    /**
     * One batch of noise out of one trajectory per item.
     *
     * @param index which draw item {@code i} takes
     * @return [b, c, h, w]
     */
    static Tensor batch(List<? extends Noise> items, IntUnaryOperator index) {
        try (Scope scope = Scope.open()) {
            Tensor[] rows = new Tensor[items.size()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = items.get(i).draw(index.applyAsInt(i));
            }
            return scope.keep(rows.length == 1 ? rows[0] : torch.cat(new TensorVector(rows), 0));
        }
    }
}
