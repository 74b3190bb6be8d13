package dev.goldpan.sample;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A weighted sum of tensors in which every batch item has its own weights, so that items of one batch may stand at different steps.
 *
 * <p>Weights are computed in double precision and rounded to fp32 once; an item's result does not depend, to the last bit, on what
 * the others in its batch do. Terms that weigh nothing anywhere are not touched. Nothing is changed in place: gradients flow.
 *
 * @param <P> what the weights of an item follow from
 */
final class Blend<P> {
    private final List<P> items;
    private Tensor sum;

    private Blend(List<P> items) {
        this.items = items;
    }

    /** An empty sum for one item per element of {@code items}. */
    static <P> Blend<P> over(List<P> items) {
        return new Blend<>(items);
    }

    /** Adds {@code term}, [b, ...], times each item's weight. */
    Blend<P> plus(ToDoubleFunction<P> weight, Tensor term) {
        float[] weights = new float[items.size()];
        boolean same = true;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) weight.applyAsDouble(items.get(i));
            same &= weights[i] == weights[0];
        }
        if (!same) {
            add(term.mul(column(weights, term)));
        } else if (weights[0] != 0) {
            add(weights[0] == 1 ? term : term.mul(new Scalar((double) weights[0])));
        }
        return this;
    }

    /** The sum, a tensor of its own handle. @throws IllegalStateException if nothing weighed anything */
    Tensor sum() {
        if (sum == null) {
            throw new IllegalStateException("a sum needs a term that weighs something");
        }
        return new Tensor(sum);
    }

    private void add(Tensor weighted) {
        sum = sum == null ? weighted : sum.add(weighted);
    }

    /** One number per item, shaped to spread over {@code like}, where {@code like} is. */
    private static Tensor column(float[] weights, Tensor like) {
        long[] shape = new long[(int) like.dim()];
        Arrays.fill(shape, 1);
        shape[0] = weights.length;
        return Tensor.create(weights, shape).to(like);
    }
}
