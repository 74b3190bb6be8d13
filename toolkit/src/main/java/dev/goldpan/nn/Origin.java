package dev.goldpan.nn;

import dev.goldpan.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/** Where the values of a network come from: a checkpoint, or a rule for new ones. */
sealed interface Origin {
    /** Fails unless {@code name} is there in this shape. */
    void check(String name, long[] expected);

    /** The tensor called {@code name}, fp32 or as stored, after {@link #check}. */
    Tensor read(String name, long[] expected);

    /** Says that a copy was made of what was read as {@code name}. */
    void release(String name);

    boolean has(String name);

    long[] shape(String name);

    /** What a message calls the place of {@code name}. */
    String where(String name);

    /** Fails if something is there that nobody claimed. */
    void finish(Set<String> claimed);

    void close();

    /** A file, or several. */
    record Stored(TensorSource source) implements Origin {
        @Override
        public void check(String name, long[] expected) {
            long[] found = shape(name);
            if (!Arrays.equals(expected, found)) {
                throw new IllegalArgumentException(source.where(name) + ": tensor '" + name + "' has shape "
                        + Arrays.toString(found) + ", expected " + Arrays.toString(expected)
                        + "; does config.json belong to this checkpoint?");
            }
        }

        @Override
        public Tensor read(String name, long[] expected) {
            return source.read(name);
        }

        @Override
        public void release(String name) {
            source.release(name);
        }

        @Override
        public boolean has(String name) {
            return source.names().contains(name);
        }

        @Override
        public long[] shape(String name) {
            if (!has(name)) {
                throw new IllegalArgumentException(source.where(name) + ": tensor '" + name + "' is missing" + nearest(name));
            }
            return source.shape(name);
        }

        @Override
        public String where(String name) {
            return source.where(name);
        }

        @Override
        public void finish(Set<String> claimed) {
            Set<String> left = new TreeSet<>(source.names());
            left.removeAll(claimed);
            left.removeIf(name -> name.endsWith("position_ids"));
            if (!left.isEmpty()) {
                String first = left.iterator().next();
                throw new IllegalArgumentException(source.where(first) + ": " + left.size()
                        + " tensors belong to no layer of this configuration, the first is '" + first
                        + "'; is config.json the one of this checkpoint?");
            }
        }

        @Override
        public void close() {
            source.close();
        }

        private String nearest(String name) {
            String leaf = name.substring(name.lastIndexOf('.', Math.max(0, name.lastIndexOf('.') - 1)) + 1);
            List<String> alike = new ArrayList<>();
            for (String other : source.names()) {
                if (other.endsWith(leaf)) {
                    alike.add(other);
                }
            }
            return alike.isEmpty() ? "" : " (there is '" + alike.get(0) + "')";
        }
    }

    /** Drawn when first asked for. */
    record Drawn(Weights.Initial initial) implements Origin {
        @Override
        public void check(String name, long[] expected) {}

        @Override
        public Tensor read(String name, long[] expected) {
            return initial.draw(name, expected);
        }

        @Override
        public void release(String name) {}

        @Override
        public boolean has(String name) {
            return false;
        }

        @Override
        public long[] shape(String name) {
            throw new NoSuchElementException("no checkpoint states the shape of '" + name + "'");
        }

        @Override
        public String where(String name) {
            return "a new network";
        }

        @Override
        public void finish(Set<String> claimed) {}

        @Override
        public void close() {}
    }
}
