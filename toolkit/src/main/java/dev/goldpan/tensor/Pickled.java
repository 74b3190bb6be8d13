package dev.goldpan.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint's pickle may mention, and what each of it means here: data, never a call.
 *
 * <p>Besides these, values are {@link Long}, {@link Double}, {@link Boolean}, {@link String}, lists ({@code ArrayList}), tuples
 * ({@code Object[]}) and {@link #NOTHING}.
 */
final class Pickled {
    /** None, and everything whose content no tensor depends on. */
    static final Object NOTHING = new Object();

    /** What checkpoints carry beside their tensors (training arguments, counters, callbacks): known by name, never made. */
    private static final List<String> BESIDE_TENSORS = List.of("argparse.Namespace", "_codecs.encode",
            "__builtin__.set", "builtins.set", "__builtin__.frozenset", "builtins.frozenset",
            "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "torch.device",
            "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint");

    private Pickled() {}

    /** A dictionary by its text keys; entries under other keys hold no weights and are dropped. */
    record Dict(Map<String, Object> entries) {
        Dict() {
            this(new LinkedHashMap<>());
        }

        void put(Object key, Object value) {
            if (key instanceof String name) {
                entries.put(name, value);
            }
        }
    }

    /** An entry of the archive: {@code count} numbers. */
    record Storage(String key, ElementType type, long count) {
        /** Names the storage so that different claims about one entry stay apart. */
        String id() {
            return key + ":" + type + ":" + count;
        }
    }

    /** A tensor inside a storage. */
    record Stored(Storage storage, Form.Strided form) {}

    /** Anything that may be called, or stand for a class. */
    sealed interface Global {
        /** The meaning of calling this. @throws IllegalArgumentException if torch.save never calls it so */
        Object call(Object... arguments);

        /** The meaning of {@code module.name}, or null if a checkpoint has no business with it. */
        static Global of(String module, String name) {
            String full = module + "." + name;
            for (Builder builder : Builder.values()) {
                if (builder.name.equals(full)) {
                    return builder;
                }
            }
            for (ElementType type : ElementType.values()) {
                if (full.equals("torch." + type.storage)) {
                    return new StorageClass(type);
                }
            }
            return BESIDE_TENSORS.contains(full) ? new Unused() : null;
        }
    }

    /** The class of a storage, which is mentioned but not called. */
    record StorageClass(ElementType type) implements Global {
        @Override
        public Object call(Object... arguments) {
            throw new IllegalArgumentException("makes a storage");
        }
    }

    /** Something that no tensor depends on. */
    record Unused() implements Global {
        @Override
        public Object call(Object... arguments) {
            return NOTHING;
        }
    }

    /** The calls by which torch.save describes tensors and what is around them. */
    enum Builder implements Global {
        ORDERED_DICT("collections.OrderedDict") {
            @Override
            public Object call(Object... arguments) {
                if (arguments.length > 0) {
                    throw new IllegalArgumentException("has a dictionary as Python 2 wrote it; save it again on a current one");
                }
                return new Dict();
            }
        },
        SIZE("torch.Size") {
            @Override
            public Object call(Object... arguments) {
                return (Object[]) arguments[0];
            }
        },
        PARAMETER("torch._utils._rebuild_parameter") {
            @Override
            public Object call(Object... arguments) {
                return (Stored) arguments[0];
            }
        },
        TENSOR("torch._utils._rebuild_tensor") {
            @Override
            public Object call(Object... arguments) {
                return tensor(arguments);
            }
        },
        TENSOR_V2("torch._utils._rebuild_tensor_v2") {
            @Override
            public Object call(Object... arguments) {
                return tensor(arguments);
            }
        };

        private static final int MOST_DIMENSIONS = 16;

        private final String name;

        Builder(String name) {
            this.name = name;
        }

        /** @param arguments storage, offset, shape, strides, and what only training needs */
        private static Stored tensor(Object[] arguments) {
            Storage storage = (Storage) arguments[0];
            long offset = (Long) arguments[1];
            long[] shape = longs(arguments[2]);
            long[] strides = longs(arguments[3]);
            if (shape.length != strides.length || offset < 0) {
                throw new IllegalArgumentException("has a tensor of an impossible shape");
            }
            long count = storage.type.count(shape);
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                if (strides[i] < 0) {
                    throw new IllegalArgumentException("has a tensor with a negative stride");
                }
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
            if (count > storage.count || (count > 0 && last >= storage.count)) {
                throw new IllegalArgumentException("has a tensor of more numbers than it stores");
            }
            return new Stored(storage, new Form.Strided(offset, shape, strides));
        }

        private static long[] longs(Object tuple) {
            Object[] values = (Object[]) tuple;
            if (values.length > MOST_DIMENSIONS) {
                throw new IllegalArgumentException("has a tensor of " + values.length + " dimensions");
            }
            long[] longs = new long[values.length];
            for (int i = 0; i < longs.length; i++) {
                longs[i] = (Long) values[i];
            }
            return longs;
        }
    }
}
