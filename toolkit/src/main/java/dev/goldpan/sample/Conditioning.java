package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What a network is told about the image, one row per batch item.
 *
 * @param context token features for cross-attention, [b, tokens, width]
 * @param pooled one vector per item, [b, width], or null where the model takes none (SDXL: text_embeds)
 * @param sizes SDXL's time_ids, [b, 6] (original h, w, crop top, left, target h, w), or null
 */
public record Conditioning(Tensor context, Tensor pooled, Tensor sizes) implements AutoCloseable {
    /** Cross-attention only (SD1.x, SD2.x). */
    public static Conditioning of(Tensor context) {
        return new Conditioning(context, null, null);
    }

    /** Items in the batch. */
    public long batch() {
        return context.size(0);
    }

    /** The rows of all {@code parts}, one after the other; they must have the same fields and widths. */
    public static Conditioning concat(List<Conditioning> parts) {
        return parts.size() == 1 ? parts.get(0) : new Conditioning(join(parts, Conditioning::context),
                join(parts, Conditioning::pooled), join(parts, Conditioning::sizes));
    }

    /** These rows, in this order; a row may be taken any number of times. */
    public Conditioning select(long... rows) {
        return each(field -> field.index_select(0, Tensor.create(rows).to(field.device(), torch.ScalarType.Long)));
    }

    /** One row for {@code count} items; unchanged where there are that many rows already. */
    public Conditioning spread(long count) {
        if (batch() == count) {
            return this;
        }
        if (batch() != 1) {
            throw new IllegalArgumentException(batch() + " conditionings cannot serve " + count + " items");
        }
        return each(field -> {
            long[] shape = field.shape();
            shape[0] = count;
            return field.expand(shape);
        });
    }

    /** This, taken out of every scope: it lives until it is closed. */
    public Conditioning detached() {
        Stream.of(context, pooled, sizes).filter(Objects::nonNull).forEach(Scope::detach);
        return this;
    }

    /** Releases what was {@link #detached}. */
    @Override
    public void close() {
        Stream.of(context, pooled, sizes).filter(Objects::nonNull).forEach(Tensor::close);
    }

    private Conditioning each(UnaryOperator<Tensor> change) {
        return new Conditioning(scoped(context, change), scoped(pooled, change), scoped(sizes, change));
    }

    private static Tensor scoped(Tensor field, UnaryOperator<Tensor> change) {
        if (field == null) {
            return null;
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(change.apply(field));
        }
    }

    private static Tensor join(List<Conditioning> parts, Function<Conditioning, Tensor> field) {
        long there = parts.stream().map(field).filter(Objects::nonNull).count();
        if (there == 0) {
            return null;
        }
        if (there < parts.size()) {
            throw new IllegalArgumentException("conditionings with and without pooled vectors or sizes cannot share a batch");
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(torch.cat(new TensorVector(parts.stream().map(field).toArray(Tensor[]::new)), 0));
        }
    }
}
