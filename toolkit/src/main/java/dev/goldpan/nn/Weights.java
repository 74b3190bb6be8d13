package dev.goldpan.nn;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
        return new Weights(new Checkpoint(source, device, precision, false), "");
    }

    /** Private fp32 copies that record gradients, for training; {@link #parameters()} lists them. */
    public static Weights trainable(TensorSource source, Device device) {
        return new Weights(new Checkpoint(source, device, Precision.FP32, true), "");
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
        return checkpoint.names.contains(path + name);
    }

    /**
     * The tensor called {@code name} here.
     *
     * @param shape the shape it must have; -1 for a length that may be any
     */
    public Tensor get(String name, long... shape) {
        return checkpoint.get(path + name, shape);
    }

    /** Shape of the tensor called {@code name} here, for the few dimensions that no configuration states. */
    public long[] shape(String name) {
        return checkpoint.shape(path + name);
    }

    /** The tensor called {@code name} here, or null if the checkpoint has none. */
    public Tensor getIfPresent(String name, long... shape) {
        return has(name) ? get(name, shape) : null;
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
        Set<String> left = new TreeSet<>(checkpoint.names);
        left.removeAll(checkpoint.read.keySet());
        left.removeIf(name -> name.endsWith("position_ids"));
        if (!left.isEmpty()) {
            String first = left.iterator().next();
            throw new IllegalArgumentException(checkpoint.source.where(first) + ": " + left.size()
                    + " tensors belong to no layer of this configuration, the first is '" + first
                    + "'; is config.json the one of this checkpoint?");
        }
    }

    /** Keeps a form of a stored tensor (a view, a packed copy) for as long as the checkpoint lives. */
    Tensor keep(Tensor form) {
        checkpoint.forms.add(Scope.detach(form));
        return form;
    }

    @Override
    public void close() {
        checkpoint.close();
    }

    private static final class Checkpoint {
        private final TensorSource source;
        private final Set<String> names;
        private final Device device;
        private final Precision precision;
        private final boolean trainable;
        private final Map<String, Tensor> read = new LinkedHashMap<>();
        private final List<Tensor> forms = new ArrayList<>();

        Checkpoint(TensorSource source, Device device, Precision precision, boolean trainable) {
            this.source = source;
            this.names = source.names();
            this.device = device;
            this.precision = precision;
            this.trainable = trainable;
        }

        long[] shape(String name) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(source.where(name) + ": tensor '" + name + "' is missing" + nearest(name));
            }
            return source.shape(name);
        }

        Tensor get(String name, long[] expected) {
            long[] found = shape(name);
            if (!matches(expected, found)) {
                throw new IllegalArgumentException(source.where(name) + ": tensor '" + name + "' has shape "
                        + Arrays.toString(found) + ", expected " + Arrays.toString(expected).replace("-1", "any")
                        + "; does config.json belong to this checkpoint?");
            }
            try (Scope scope = Scope.open()) {
                Tensor tensor = place(source.read(name));
                read.put(name, Scope.detach(tensor));
                return tensor;
            }
        }

        private Tensor place(Tensor stored) {
            Tensor placed = stored;
            if (stored.is_floating_point()) {
                placed = stored.to(device.torch(), precision.scalar());
            } else if (device.kind() != Device.Kind.CPU) {
                placed = stored.to(device.torch(), stored.scalar_type());
            }
            return trainable ? placed.clone().detach().requires_grad_(placed.is_floating_point()) : placed;
        }

        private static boolean matches(long[] expected, long[] found) {
            if (expected.length != found.length) {
                return false;
            }
            for (int i = 0; i < found.length; i++) {
                if (expected[i] >= 0 && expected[i] != found[i]) {
                    return false;
                }
            }
            return true;
        }

        private String nearest(String name) {
            String leaf = name.substring(name.lastIndexOf('.', Math.max(0, name.lastIndexOf('.') - 1)) + 1);
            List<String> alike = new ArrayList<>();
            for (String other : names) {
                if (other.endsWith(leaf)) {
                    alike.add(other);
                }
            }
            return alike.isEmpty() ? "" : " (there is '" + alike.get(0) + "')";
        }

        void close() {
            forms.forEach(Tensor::close);
            forms.clear();
            read.values().forEach(Tensor::close);
            read.clear();
            source.close();
        }
    }
}
