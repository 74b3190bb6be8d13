package dev.goldpan.tensor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes safetensors files: the same tensors give the same bytes, in the order of the reference library (by type, wide
 * ones first, then by name), which leaves every tensor on its natural alignment.
 */
public final class SafetensorsWriter {
    private static final int PIECE = 1 << 26;

    private SafetensorsWriter() {}

    /**
     * Writes {@code tensors} to {@code file}, which either has its old content or all of the new one at any moment.
     *
     * @param tensors of any device and layout, in a type that the format has
     * @param metadata free text to put beside them; may be empty
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        List<Map.Entry<String, Tensor>> sorted = new ArrayList<>(tensors.entrySet());
        sorted.sort(Comparator.comparing(SafetensorsWriter::type).thenComparing(Map.Entry::getKey));
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.createDirectories(target.getParent());
            try (FileChannel channel = FileChannel.open(
                    partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                writeAll(channel, header(sorted, metadata));
                for (Map.Entry<String, Tensor> entry : sorted) {
                    write(channel, entry.getValue());
                }
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        } finally {
            discard(partial);
        }
    }

    private static ElementType type(Map.Entry<String, Tensor> entry) {
        return ElementType.of(entry.getValue().scalar_type());
    }

    private static ByteBuffer header(List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
            out.writeStartObject();
            if (!metadata.isEmpty()) {
                out.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> line : new TreeMap<>(metadata).entrySet()) {
                    out.writeStringField(line.getKey(), line.getValue());
                }
                out.writeEndObject();
            }
            long begin = 0;
            for (Map.Entry<String, Tensor> entry : tensors) {
                long end = begin + entry.getValue().nbytes();
                long[] shape = entry.getValue().sizes().vec().get();
                out.writeObjectFieldStart(entry.getKey());
                out.writeStringField("dtype", type(entry).name());
                out.writeFieldName("shape");
                out.writeArray(shape, 0, shape.length);
                out.writeFieldName("data_offsets");
                out.writeArray(new long[] {begin, end}, 0, 2);
                out.writeEndObject();
                begin = end;
            }
            out.writeEndObject();
        }
        while (json.size() % 8 != 0) {
            json.write(' ');
        }
        ByteBuffer header = ByteBuffer.allocate(8 + json.size()).order(ByteOrder.LITTLE_ENDIAN);
        return header.putLong(json.size()).put(json.toByteArray()).flip();
    }

    private static void write(FileChannel channel, Tensor tensor) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor flat = tensor.detach().to(Device.CPU.torch(), tensor.scalar_type()).contiguous();
            BytePointer bytes = new BytePointer(flat.data_ptr());
            for (long done = 0; done < flat.nbytes(); done += PIECE) {
                long piece = Math.min(PIECE, flat.nbytes() - done);
                writeAll(channel, bytes.getPointer(done).capacity(piece).asByteBuffer());
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void discard(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new UncheckedIOException(partial + ": cannot be deleted (" + e + ")", e);
        }
    }
}
