package dev.goldpan.nn;

import dev.goldpan.tensor.Device;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * One weight in the form its layer multiplies it: as stored, or packed once for {@link OneDnn}.
 *
 * <p>A packed weight lets go of its stored form; a backward pass, which cannot use the packed one, reads the stored form again.
 */
final class Parameter {
    private final Weights weights;
    private final String name;
    private final long[] shape;
    private final UnaryOperator<Tensor> form;
    private volatile Tensor plain;
    private volatile Tensor packed;

    /** @param form from the stored shape to the one the layer multiplies: a view, some of its rows */
    Parameter(Weights weights, String name, UnaryOperator<Tensor> form, long... shape) {
        this.weights = weights;
        this.name = name;
        this.form = form;
        this.shape = shape;
        weights.check(name, shape);
        if (weights.isTrainable() || weights.device().kind() == Device.Kind.META) {
            plain();
        }
    }

    /** The weight as libtorch's own layers take it. */
    Tensor plain() {
        if (plain == null) {
            synchronized (this) {
                if (plain == null) {
                    Tensor stored = weights.get(name, shape);
                    plain = form == null ? stored : weights.keep(form.apply(stored));
                }
            }
        }
        return plain;
    }

    /** The packed weight, made by {@code pack} when it is first asked for. */
    Tensor packed(UnaryOperator<Tensor> pack) {
        if (packed == null) {
            synchronized (this) {
                if (packed == null) {
                    packed = weights.convert(name, shape, stored -> pack.apply(form == null ? stored : form.apply(stored)));
                }
            }
        }
        return packed;
    }
}
