package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private static final Path TYPES = Fixtures.path("weights/types.safetensors");

    @TempDir
    Path folder;

    @Test
    void readsEveryType() {
        try (Scope scope = Scope.open(); Safetensors file = Safetensors.open(TYPES)) {
            for (ElementType type : ElementType.values()) {
                Ruled.check(type.name(), file.read(type.name()), type.scalar, 3, 5);
            }
            Ruled.check("scalar", file.read("scalar"), ElementType.F32.scalar);
            Ruled.check("empty", file.read("empty"), ElementType.F32.scalar, 0, 3);
            Ruled.check("four", file.read("four"), ElementType.F32.scalar, 2, 3, 1, 4);
            assertEquals(13, file.names().size());
            assertArrayEquals(new long[] {2, 3, 1, 4}, file.shape("four"));
            assertEquals(Map.of("note", "täglich"), file.metadata());
        }
    }

    @Test
    void tensorsThatTheEngineCannotUseInPlaceAreCopied() throws IOException {
        byte[] aligned = Files.readAllBytes(TYPES);
        byte[] shifted = new byte[aligned.length + 1]; // one space more in the header: every number off its alignment
        int header = 8 + (aligned[0] & 0xff) + ((aligned[1] & 0xff) << 8);
        System.arraycopy(aligned, 0, shifted, 0, header);
        shifted[header] = ' ';
        System.arraycopy(aligned, header, shifted, header + 1, aligned.length - header);
        shifted[0] = (byte) (header - 7);
        shifted[1] = (byte) ((header - 7) >> 8);
        Path file = Files.write(folder.resolve("shifted.safetensors"), shifted);
        for (long largest : new long[] {7, 16, 1 << 20}) {
            MappedFile mapped = MappedFile.open(file, 0, largest);
            try (Scope scope = Scope.open(); Safetensors source = Safetensors.open(mapped)) {
                for (ElementType type : ElementType.values()) {
                    Ruled.check(type.name(), source.read(type.name()), type.scalar, 3, 5);
                }
                assertEquals(largest < 15 ? 0 : 2, mapped.mapped(), "only bytes lie where they can be used");
            }
        }
    }

    @Test
    void weightsOfTheirOwnPrecisionStayWhereTheyLieAndCopiesGiveTheirMappingBack() {
        MappedFile mapped = mapped(TYPES);
        Safetensors source = Safetensors.open(mapped);
        try (Scope scope = Scope.open(); Weights weights = Weights.of(source, Device.CPU, Precision.BF16)) {
            Tensor own = weights.get("BF16", 3, 5);
            assertEquals(1, mapped.mapped());
            assertEquals(source.read("BF16").data_ptr().address(), own.data_ptr().address(), "not copied");
            Tensor converted = weights.get("F32", 3, 5);
            assertEquals(1, mapped.mapped(), "the mapping of a converted tensor is gone");
            assertNotEquals(own.data_ptr().address(), converted.data_ptr().address());
            Ruled.check("converted", converted, ElementType.BF16.scalar, 3, 5);
        }
        assertEquals(0, mapped.mapped());
    }

    @Test
    void trainableWeightsArePrivateCopies() {
        MappedFile mapped = mapped(TYPES);
        try (Scope scope = Scope.open(); Weights weights = Weights.trainable(Safetensors.open(mapped), Device.CPU)) {
            Tensor own = weights.get("F32", 3, 5);
            assertEquals(0, mapped.mapped());
            assertTrue(own.requires_grad());
        }
    }

    @Test
    void aMappingStaysUntilItIsClosedAndNotLonger() throws IOException {
        Path maps = Path.of("/proc/self/maps"); // where there is none, the counts of the other tests have to do
        Path file = Files.copy(TYPES, folder.resolve("mapped.safetensors"));
        try (Scope scope = Scope.open()) {
            Tensor tensor = Safetensors.open(mapped(file)).read("F32"); // nothing else holds the file
            System.gc();
            Ruled.check("F32", tensor, ElementType.F32.scalar, 3, 5);
            Safetensors closed = Safetensors.open(mapped(Files.copy(TYPES, folder.resolve("closed.safetensors"))));
            closed.read("F32");
            closed.close();
            if (Files.exists(maps)) {
                assertTrue(Files.readString(maps).contains(file.toString()));
                assertFalse(Files.readString(maps).contains("closed.safetensors"));
            }
        }
    }

    /** With every tensor in a mapping, however small. */
    private static MappedFile mapped(Path file) {
        return MappedFile.open(file, 0, Integer.MAX_VALUE);
    }

    @Test
    void smallTensorsAreCopiesThatOutliveTheFile() throws IOException {
        Path file = Files.copy(TYPES, folder.resolve("shortened.safetensors"));
        MappedFile mapped = MappedFile.open(file);
        try (Scope scope = Scope.open(); Safetensors source = Safetensors.open(mapped)) {
            Tensor small = source.read("F32");
            assertEquals(0, mapped.mapped());
            Files.write(file, new byte[0]);
            Ruled.check("F32", small, ElementType.F32.scalar, 3, 5);
            String message = assertThrows(UncheckedIOException.class, () -> source.read("F64")).getMessage();
            assertEquals(file + ": cannot be read (it became shorter while it was read)", message);
        }
    }

    @Test
    void numbersThatNoLayerTakesAreRefused() {
        try (Scope scope = Scope.open(); Weights weights = Weights.of(Safetensors.open(TYPES), Device.CPU, Precision.FP32)) {
            for (String type : new String[] {"I64", "I32", "I16", "I8", "U8", "BOOL"}) {
                String message = assertThrows(IllegalArgumentException.class, () -> weights.get(type, 3, 5)).getMessage();
                assertTrue(message.startsWith(TYPES + ": tensor '" + type + "' has numbers of type "), message);
            }
        }
    }

    @Test
    void aReleasedTensorCanBeReadAgain() {
        try (Scope scope = Scope.open(); Safetensors file = Safetensors.open(TYPES)) {
            file.read("F64").close();
            file.release("F64");
            Ruled.check("F64", file.read("F64"), ElementType.F64.scalar, 3, 5);
        }
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("nowhere.safetensors");
        String message = assertThrows(IllegalArgumentException.class, () -> Safetensors.open(file)).getMessage();
        assertEquals(file + ": there is no such file", message);
    }
}
