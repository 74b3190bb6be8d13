package dev.goldpan.sample;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.SideBySide;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A network whose batch is shared among the processor's cores item by item, where items are small. Large items, devices and passes with
 * gradients go through as they are. Which items go together follows from the batch and the number of threads alone.
 *
 * @param inner whose calls may overlap
 */
public record SplitBatch(Network inner) implements Network {
    /** Positions of the largest latents that are split: above, operations are large enough to keep all cores busy. */
    private static final long SMALL = 32 * 32;

    /** How many cores share a batch of {@code x}, [b, c, h, w], item by item; 1 where it goes through as it is. */
    public static int parts(Tensor x) {
        return x.is_cpu() && !x.requires_grad() && x.size(2) * x.size(3) <= SMALL ? (int) Math.min(Engine.threads(), x.size(0)) : 1;
    }

    @Override
    public Tensor forward(Tensor x, Tensor t, Conditioning given) {
        int items = (int) x.size(0);
        int parts = parts(x);
        if (parts < 2 || given.context().requires_grad()) {
            return inner.forward(x, t, given);
        }
        try (Scope scope = Scope.open()) {
            List<Supplier<Tensor>> pieces = IntStream.range(0, parts).<Supplier<Tensor>>mapToObj(part -> {
                int first = items * part / parts;
                int end = items * (part + 1) / parts;
                Tensor some = x.narrow(0, first, end - first);
                Tensor times = t.narrow(0, first, end - first);
                Conditioning theirs = given.select(LongStream.range(first, end).toArray());
                return () -> inner.forward(some, times, theirs);
            }).toList();
            return scope.keep(torch.cat(new TensorVector(SideBySide.run(pieces).toArray(Tensor[]::new)), 0));
        }
    }
}
