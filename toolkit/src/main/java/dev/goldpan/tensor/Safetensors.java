package dev.goldpan.tensor;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * A safetensors file, memory-mapped: a tensor that is read costs address space, and memory only as its pages are touched.
 * The format: github.com/huggingface/safetensors.
 */
public final class Safetensors implements TensorSource {
    private final MappedFile file;
    private final SafetensorsHeader header;

    private Safetensors(MappedFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Opens {@code file} and checks its header.
     *
     * @throws IllegalArgumentException if it is not there, or its header is not that of a sound safetensors file
     */
    public static Safetensors open(Path file) {
        return open(MappedFile.open(file));
    }

    static Safetensors open(MappedFile file) {
        try {
            return new Safetensors(file, SafetensorsHeader.read(file));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Free text that the writer put beside the tensors. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.entries().keySet());
    }

    @Override
    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    @Override
    public Tensor read(String name) {
        SafetensorsHeader.Entry entry = entry(name);
        long count = (entry.end() - entry.begin()) / entry.type().bytes;
        return file.tensor(name, entry.type(), entry.begin(), count).view(entry.shape());
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new NoSuchElementException(file.path() + " has no tensor '" + name + "'");
        }
        return entry;
    }

    @Override
    public void release(String name) {
        file.release(name);
    }

    @Override
    public String where(String name) {
        return file.path().toString();
    }

    @Override
    public void close() {
        file.close();
    }
}
