package dev.goldpan.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors where they lie in a file, each in a mapping of its own that stays until it is released or the file is closed; small ones
 * are copied. A file must not become shorter while it is mapped: touching a page that is gone ends the process.
 *
 * <p>The mappings are ended explicitly, never by the garbage collector: a tensor is valid exactly as long as its key is not
 * released.
 */
final class MappedFile implements AutoCloseable {
    private static final long LARGEST_MAPPING = Integer.MAX_VALUE; // of one Java buffer
    private static final long SMALLEST_MAPPING = 1 << 16;
    /** Files with mappings, so that one that nobody closed is leaked rather than unmapped under its tensors. */
    private static final Set<MappedFile> IN_USE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final long smallestMapping;
    private final long largestMapping;
    private final Map<String, MappedByteBuffer> mappings = new HashMap<>();

    private MappedFile(Path file, FileChannel channel, long smallestMapping, long largestMapping) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        this.smallestMapping = smallestMapping;
        this.largestMapping = largestMapping;
    }

    static MappedFile open(Path file) {
        return open(file, SMALLEST_MAPPING, LARGEST_MAPPING);
    }

    /**
     * The same with other bounds.
     *
     * @param smallestMapping bytes below which a tensor is copied instead of mapped
     * @param largestMapping bytes above which it is copied, in pieces
     */
    static MappedFile open(Path file, long smallestMapping, long largestMapping) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + ": " + (Files.exists(file) ? "is not a file" : "there is no such file"));
        }
        try {
            return new MappedFile(file, FileChannel.open(file, StandardOpenOption.READ), smallestMapping, largestMapping);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    Path path() {
        return file;
    }

    /** Bytes in the file. */
    long size() {
        return size;
    }

    /** A copy of {@code length} bytes at {@code position}, both inside the file. */
    byte[] bytes(long position, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(bytes, position);
        return bytes.array();
    }

    private void fill(ByteBuffer bytes, long position) {
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException("it became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * {@code count} numbers at {@code position} as a flat tensor of the open scope. It lies in the mapping of {@code key},
     * except where that is not worth a mapping or libtorch could not use it there: few bytes, numbers off their natural alignment,
     * more than one mapping can hold, and booleans (a byte that is neither 0 nor 1 is undefined behaviour in native code) are copied.
     */
    Tensor tensor(String key, ElementType type, long position, long count) {
        Engine.start();
        long length = count * type.bytes;
        if (length == 0) {
            return torch.empty(new long[] {0}, new TensorOptions(type.scalar), null);
        }
        if (type == ElementType.BOOL) {
            return copy(ScalarType.Byte, position, length, count).ne(new Scalar(0));
        }
        if (position % type.bytes != 0 || length < smallestMapping || length > largestMapping) {
            return copy(type.scalar, position, length, count);
        }
        IN_USE.add(this);
        MappedByteBuffer bytes = mappings.computeIfAbsent(key, missing -> map(position, length));
        return torch.from_blob(new BytePointer(bytes), new long[] {count}, new TensorOptions(type.scalar));
    }

    private Tensor copy(ScalarType scalar, long position, long length, long count) {
        Tensor copy = torch.empty(new long[] {count}, new TensorOptions(scalar), null);
        BytePointer target = new BytePointer(copy.data_ptr());
        for (long done = 0; done < length; ) {
            long piece = Math.min(largestMapping, length - done);
            fill(target.getPointer(done).capacity(piece).asByteBuffer(), position + done);
            done += piece;
        }
        return copy;
    }

    private MappedByteBuffer map(long position, long length) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, position, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }

    /** Ends the mapping of {@code key}, if there is one: its tensors must not be touched again. */
    void release(String key) {
        MappedByteBuffer bytes = mappings.remove(key);
        if (bytes != null) {
            unmap(bytes);
        }
    }

    /** How many mappings there are. */
    int mapped() {
        return mappings.size();
    }

    @Override
    public void close() {
        mappings.values().forEach(MappedFile::unmap);
        mappings.clear();
        IN_USE.remove(this);
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static void unmap(MappedByteBuffer bytes) {
        try {
            Unmapping.CLEANER.invoke(Unmapping.UNSAFE, bytes);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot unmap a file", e);
        }
    }

    /** The only way Java 17 has to end a mapping now: by reflection, since javac warns about the class by name. */
    private static final class Unmapping {
        static final Object UNSAFE;
        static final Method CLEANER;

        static {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field instance = type.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                UNSAFE = instance.get(null);
                CLEANER = type.getMethod("invokeCleaner", ByteBuffer.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
