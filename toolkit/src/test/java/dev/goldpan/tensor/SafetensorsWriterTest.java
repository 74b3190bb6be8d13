package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void writesTheVeryBytesOfTheReferenceLibrary() throws IOException {
        Path reference = Fixtures.path("weights/types.safetensors");
        Path written = folder.resolve("below/written.safetensors");
        try (Scope scope = Scope.open(); Safetensors file = Safetensors.open(reference)) {
            SafetensorsWriter.write(written, all(file), Map.of());
            SafetensorsWriter.write(folder.resolve("again.safetensors"), all(file), Map.of());
        }
        assertArrayEquals(data(reference), data(written), "same order, same data");
        assertArrayEquals(Files.readAllBytes(written), Files.readAllBytes(folder.resolve("again.safetensors")));
        assertEquals(0, (Files.size(written) - data(written).length) % 8, "aligned");
    }

    @Test
    void tensorsOfAnyLayoutComeBack() {
        Path path = folder.resolve("x.safetensors");
        try (Scope scope = Scope.open(); Safetensors file = Safetensors.open(Fixtures.path("weights/types.safetensors"))) {
            Tensor wide = file.read("F32");
            SafetensorsWriter.write(path, Map.of("transposed", wide.t(), "part", wide.narrow(1, 1, 2), "\"quoted\" ü", wide),
                    Map.of("recipe", "{\"seed\":1}", "ü", "→"));
            try (Safetensors back = Safetensors.open(path)) {
                assertArrayEquals(Ruled.values(wide.t().contiguous()), Ruled.values(back.read("transposed")));
                assertArrayEquals(Ruled.values(wide.narrow(1, 1, 2).contiguous()), Ruled.values(back.read("part")));
                Ruled.check("quoted", back.read("\"quoted\" ü"), ElementType.F32.scalar, 3, 5);
                assertEquals(Map.of("recipe", "{\"seed\":1}", "ü", "→"), back.metadata());
            }
        }
    }

    @Test
    void replacesAFileThatIsOpenAndLeavesNothingBehind() throws IOException {
        Path path = folder.resolve("x.safetensors");
        try (Scope scope = Scope.open()) {
            Tensor one = torch.ones(new long[] {4}, new TensorOptions(ScalarType.Float));
            SafetensorsWriter.write(path, Map.of("x", one), Map.of());
            try (Safetensors open = Safetensors.open(path)) {
                Tensor mapped = open.read("x");
                SafetensorsWriter.write(path, Map.of("x", mapped.add(mapped)), Map.of());
                assertArrayEquals(new double[] {1, 1, 1, 1}, Ruled.values(mapped), "who has the old file open keeps it");
            }
            try (Safetensors open = Safetensors.open(path)) {
                assertArrayEquals(new double[] {2, 2, 2, 2}, Ruled.values(open.read("x")));
            }
            Tensor complex = torch.ones(new long[] {1}, new TensorOptions(ScalarType.ComplexFloat));
            assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(path, Map.of("x", complex), Map.of()));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Path occupied = Files.createDirectories(folder.resolve("x.safetensors/inside")).getParent();
        try (Scope scope = Scope.open()) {
            Tensor one = torch.ones(new long[] {4}, new TensorOptions(ScalarType.Float));
            String message = assertThrows(java.io.UncheckedIOException.class,
                    () -> SafetensorsWriter.write(occupied, Map.of("x", one), Map.of())).getMessage();
            assertTrue(message.startsWith(occupied + ": cannot be written"), message);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(occupied), files.toList());
        }
    }

    private static Map<String, Tensor> all(TensorSource source) {
        Map<String, Tensor> tensors = new HashMap<>();
        source.names().forEach(name -> tensors.put(name, source.read(name)));
        return tensors;
    }

    private static byte[] data(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(8 + (int) bytes.getLong(0));
        byte[] data = new byte[bytes.remaining()];
        bytes.get(data);
        return data;
    }
}
