package dev.goldpan.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The successive {@code torch.randn(shape, generator)} of a processor generator with this seed, bit for bit, in fp32: what diffusers
 * draws for one image (the latents first, then one draw per step of a stochastic scheduler).
 *
 * <p>libtorch draws them itself (MT19937 and its own vectorised Box-Muller, which no other code reproduces to the last bit), so
 * they belong to an instruction set: without AVX2 the last bits differ, in Python as here. Half precisions are cast from fp32,
 * because what libtorch draws in them changed between releases. The generator stays where the last draw left it: asking in order
 * costs one draw each, going back starts again from the seed. Not for several threads at once.
 */
public final class TorchStream implements Noise, AutoCloseable {
    private final long seed;
    private final long[] shape;
    private final TensorOptions fp32;
    private Generator generator;
    private int next;

    /**
     * The stream of {@code seed}.
     *
     * @param seed any; libtorch looks at the lower 32 bits only
     * @param shape of every draw, [1, c, h, w] for an image
     */
    public TorchStream(long seed, long... shape) {
        Engine.start();
        this.seed = seed;
        this.shape = shape.clone();
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("shape of the noise " + Arrays.toString(shape) + ": lengths cannot be negative");
            }
        }
        this.fp32 = Scope.detach(new TensorOptions(ScalarType.Float));
    }

    @Override
    public Tensor draw(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("draw " + index + ": draws are counted from 0");
        }
        try (Scope scope = Scope.open()) {
            if (generator == null || index < next) {
                restart();
            }
            GeneratorOptional from = new GeneratorOptional(generator);
            for (; next < index; next++) {
                torch.randn(shape, from, fp32).close();
            }
            next++;
            return scope.keep(torch.randn(shape, from, fp32));
        }
    }

    private void restart() {
        if (generator != null) {
            generator.close();
        }
        generator = Scope.detach(torch.make_generator_cpu(seed));
        next = 0;
    }

    /** Releases the generator; without it, that happens when nobody knows the stream any more. */
    @Override
    public void close() {
        fp32.close();
        if (generator != null) {
            generator.close();
        }
    }
}
