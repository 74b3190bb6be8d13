package dev.goldpan.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A safetensors file, memory-mapped. */
public final class Safetensors implements TensorSource {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(ScalarType type, long[] shape, long begin, long end) {}

    private Safetensors(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        ByteBuffer head = channel.map(FileChannel.MapMode.READ_ONLY, 0, 8).order(ByteOrder.LITTLE_ENDIAN);
        long length = head.getLong();
        byte[] json = new byte[(int) length];
        channel.map(FileChannel.MapMode.READ_ONLY, 8, length).get(json);
        JsonNode tree = new ObjectMapper().readTree(json);
        tree.properties().forEach(field -> {
            if (!field.getKey().equals("__metadata__")) {
                JsonNode node = field.getValue();
                long[] shape = new long[node.get("shape").size()];
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = node.get("shape").get(i).asLong();
                }
                long base = 8 + length;
                entries.put(field.getKey(), new Entry(type(node.get("dtype").asText()), shape,
                        base + node.get("data_offsets").get(0).asLong(), base + node.get("data_offsets").get(1).asLong()));
            }
        });
    }

    /** Opens {@code file}. */
    public static Safetensors open(Path file) throws IOException {
        return new Safetensors(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    private static ScalarType type(String name) {
        return switch (name) {
            case "F32" -> ScalarType.Float;
            case "F16" -> ScalarType.Half;
            case "BF16" -> ScalarType.BFloat16;
            case "F64" -> ScalarType.Double;
            case "I64" -> ScalarType.Long;
            case "I32" -> ScalarType.Int;
            default -> throw new IllegalArgumentException("dtype " + name);
        };
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public long[] shape(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new NoSuchElementException(name);
        }
        return entry.shape.clone();
    }

    @Override
    public Tensor read(String name) {
        Engine.start();
        Entry entry = entries.get(name);
        try {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, entry.begin, entry.end - entry.begin);
            BytePointer pointer = new BytePointer(bytes);
            Tensor view = torch.from_blob(pointer, entry.shape, new TensorOptions(entry.type));
            return view.clone();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String where(String name) {
        return file.getFileName().toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
