package dev.goldpan.tensor;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Names and shapes without numbers: builds a network of any size in no memory on {@link Device#META}, to check a configuration
 * against a checkpoint's manifest or to estimate cost.
 */
public final class ShapesOnly implements TensorSource {
    private final Map<String, long[]> shapes;
    private final String label;

    /**
     * A source of meta tensors.
     *
     * @param shapes shape by name, in the order in which {@link #names()} lists them
     * @param label what messages call this source
     */
    public ShapesOnly(Map<String, long[]> shapes, String label) {
        this.shapes = new LinkedHashMap<>(shapes);
        this.label = label;
    }

    /** The manifest in {@code file}: a JSON object of name to list of lengths, gzipped where the name ends in .gz. */
    public static ShapesOnly open(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new ShapesOnly(new ObjectMapper().readValue(text, new TypeReference<Map<String, long[]>>() {}),
                    file.getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the manifest cannot be read", e);
        }
    }

    /** Names and shapes of {@code source}. */
    public static ShapesOnly of(TensorSource source) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        source.names().forEach(name -> shapes.put(name, source.shape(name)));
        return new ShapesOnly(shapes, shapes.isEmpty() ? "nothing" : source.where(shapes.keySet().iterator().next()));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(shapes.keySet());
    }

    @Override
    public long[] shape(String name) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new NoSuchElementException(label + " has no tensor '" + name + "'");
        }
        return shape.clone();
    }

    /** A tensor in fp32 that has a shape and no memory. */
    @Override
    public Tensor read(String name) {
        Engine.start();
        return torch.empty(shape(name), new TensorOptions(Device.META.torch()), null);
    }

    @Override
    public String where(String name) {
        return label;
    }

    @Override
    public void close() {}
}
