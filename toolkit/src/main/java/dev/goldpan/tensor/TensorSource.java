package dev.goldpan.tensor;

import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors of one component: a file, several shards, a renamed view of another source, or freshly drawn parameters.
 *
 * <p>A source may be closed only after the network that was built from it: memory-mapped tensors point into it, and a network
 * may read a tensor again. It is used by one thread at a time.
 */
public interface TensorSource extends AutoCloseable {
    /** Every name there is, in the order of the source. */
    Set<String> names();

    /** Shape of the tensor called {@code name}. @throws java.util.NoSuchElementException if there is none */
    long[] shape(String name);

    /**
     * The tensor called {@code name} as it is stored: processor memory, its own precision. It belongs to the scope that is open,
     * must not be written to, and is valid while this source is open.
     */
    Tensor read(String name);

    /**
     * Ends the use of what was read as {@code name}: a memory-mapped file gives its pages back at once, which matters to whoever
     * has made a copy in another precision or layout. Reading it again is allowed.
     */
    default void release(String name) {}

    /** What a message calls this source: the file, and the shard where there are several. */
    String where(String name);

    @Override
    void close();
}
