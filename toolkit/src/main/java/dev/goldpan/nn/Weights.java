package dev.goldpan.nn;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * A cursor into a checkpoint that mirrors its tree: {@code weights.at("down_blocks", 0, "resnets", 1)}.
 *
 * <p>Layers ask for what they need with the shape they expect; a missing or mis-shaped tensor fails with file, path, expected and
 * found shape. {@link #finish()} fails on tensors that nobody asked for. Tensors live until {@link #close()} of any cursor of
 * the same checkpoint.
 */
public final class Weights implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final String path;

    private Weights(Checkpoint checkpoint, String path) {
        this.checkpoint = checkpoint;
        this.path = path;
    }

    /**
     * Frozen weights, for inference: what the source stores in {@code precision} for the processor is used where it lies,
     * everything else is converted once.
     */
    public static Weights of(TensorSource source, Device device, Precision precision) {
        return new Weights(new Checkpoint(new Origin.Stored(source), device, precision, false), "");
    }

    /** Private fp32 copies that record gradients, for training; {@link #parameters()} lists them. */
    public static Weights trainable(TensorSource source, Device device) {
        return new Weights(new Checkpoint(new Origin.Stored(source), device, Precision.FP32, true), "");
    }

    /**
     * Weights of a network that has no checkpoint yet: to train one, to measure its speed, or (on {@link Device#META}) to list its tensors.
     *
     * @param initial value of each tensor when it is first asked for
     */
    public static Weights fresh(Initial initial, Device device, Precision precision, boolean trainable) {
        return new Weights(new Checkpoint(new Origin.Drawn(initial), device, precision, trainable), "");
    }

    /** First values of a network without a checkpoint. */
    @FunctionalInterface
    public interface Initial {
        /** @param name full path @param shape as the layer asks @return a tensor of that shape, fp32, on the processor or meta */
        Tensor draw(String name, long... shape);
    }

    /** The cursor at {@code steps} below this one; numbers are list indices. */
    public Weights at(Object... steps) {
        StringBuilder longer = new StringBuilder(path);
        for (Object step : steps) {
            longer.append(step).append('.');
        }
        return new Weights(checkpoint, longer.toString());
    }

    /** Whether there is a tensor called {@code name} here. */
    public boolean has(String name) {
        return checkpoint.origin.has(path + name);
    }

    /**
     * The tensor called {@code name} here.
     *
     * @param shape the shape it must have
     * @throws IllegalArgumentException if it is missing, has another shape, or is not of floating-point numbers
     */
    public Tensor get(String name, long... shape) {
        return checkpoint.get(path + name, shape);
    }

    /** Shape of the tensor called {@code name} here, for the few dimensions that no configuration states. */
    public long[] shape(String name) {
        return checkpoint.origin.shape(path + name);
    }

    /** Where the weights are. */
    public Device device() {
        return checkpoint.device;
    }

    /** What they are stored and multiplied in. */
    public Precision precision() {
        return checkpoint.precision;
    }

    /** Whether they record gradients. */
    public boolean isTrainable() {
        return checkpoint.trainable;
    }

    /** Everything read so far by full path, in the order of reading. */
    public Map<String, Tensor> parameters() {
        return Collections.unmodifiableMap(checkpoint.read);
    }

    /**
     * Says that the network is complete.
     *
     * @throws IllegalArgumentException naming the tensors that no layer asked for
     */
    public void finish() {
        checkpoint.origin.finish(checkpoint.claimed);
    }

    /** Fails unless {@link #get} would succeed, without reading anything. */
    void check(String name, long... shape) {
        checkpoint.check(path + name, shape);
    }

    /** Keeps a form of a stored tensor (a view, say) for as long as the checkpoint lives. */
    Tensor keep(Tensor form) {
        return checkpoint.keep(form);
    }

    /** A form that no longer needs the stored tensor, which is released unless {@link #get} gave it to somebody. */
    Tensor convert(String name, long[] shape, UnaryOperator<Tensor> conversion) {
        return checkpoint.convert(path + name, shape, conversion);
    }

    @Override
    public void close() {
        checkpoint.close();
    }

    private static final class Checkpoint {
        private final Origin origin;
        private final Device device;
        private final Precision precision;
        private final boolean trainable;
        private final Map<String, Tensor> read = new LinkedHashMap<>();
        private final List<Tensor> forms = new ArrayList<>();
        private final Set<String> claimed = new HashSet<>();

        Checkpoint(Origin origin, Device device, Precision precision, boolean trainable) {
            this.origin = origin;
            this.device = device;
            this.precision = precision;
            this.trainable = trainable;
        }

        synchronized void check(String name, long[] expected) {
            origin.check(name, expected);
            claimed.add(name);
        }

        synchronized Tensor get(String name, long[] expected) {
            check(name, expected);
            Tensor known = read.get(name);
            if (known != null) {
                return known;
            }
            try (Scope scope = Scope.open()) {
                Tensor stored = origin.read(name, expected);
                Tensor tensor = place(name, stored);
                read.put(name, Scope.detach(tensor));
                if (!tensor.is_alias_of(stored)) {
                    origin.release(name);
                }
                return tensor;
            }
        }

        synchronized Tensor keep(Tensor form) {
            forms.add(Scope.detach(form));
            return form;
        }

        synchronized Tensor convert(String name, long[] expected, UnaryOperator<Tensor> conversion) {
            try (Scope scope = Scope.open()) {
                Tensor form = keep(conversion.apply(place(name, origin.read(name, expected))));
                if (!read.containsKey(name)) {
                    origin.release(name);
                }
                return form;
            }
        }

        private Tensor place(String name, Tensor stored) {
            if (stored.device().is_meta()) {
                return stored;
            }
            if (!stored.is_floating_point()) {
                throw new IllegalArgumentException(origin.where(name) + ": tensor '" + name + "' has numbers of type "
                        + stored.scalar_type() + ", which no layer takes; get the weights in fp32, fp16 or bf16");
            }
            Tensor placed = stored.to(device.torch(), precision.scalar());
            return trainable ? placed.clone().detach().requires_grad_(true) : placed;
        }

        synchronized void close() {
            forms.forEach(Tensor::close);
            forms.clear();
            read.values().forEach(Tensor::close);
            read.clear();
            origin.close();
        }
    }
}
