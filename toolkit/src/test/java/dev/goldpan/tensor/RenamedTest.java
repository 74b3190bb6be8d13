package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class RenamedTest {
    private final MappedFile mapped = MappedFile.open(Fixtures.path("weights/types.safetensors"), 0, Integer.MAX_VALUE);
    private final Safetensors source = Safetensors.open(mapped);

    @Test
    void partsShareTheStoredTensorUntilTheLastIsReleased() {
        Map<String, Renamed.Stored> table = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            table.put("qkv".charAt(i) + ".weight", new Renamed.Stored("F32", Form.rows(i, 3)));
        }
        try (Scope scope = Scope.open(); Renamed view = new Renamed(source, table)) {
            assertEquals(List.of("q.weight", "k.weight", "v.weight"), List.copyOf(view.names()));
            assertArrayEquals(new long[] {1, 5}, view.shape("k.weight"));
            assertArrayEquals(new double[] {3, 4, -2, -1, 0}, Ruled.values(view.read("k.weight")));
            assertEquals(source.read("F32").data_ptr().address() + 5 * 4, view.read("k.weight").data_ptr().address());
            view.release("k.weight");
            view.release("k.weight");
            view.release("q.weight");
            assertEquals(1, mapped.mapped(), "v was not read yet");
            view.read("q.weight");
            view.release("v.weight");
            assertEquals(1, mapped.mapped(), "q was read again");
            view.release("q.weight");
            assertEquals(0, mapped.mapped());
        }
    }

    @Test
    void aFormThatIsACopyKeepsNoMapping() {
        try (Scope scope = Scope.open();
                Renamed view = new Renamed(source, Map.of("t", new Renamed.Stored("F32", Form.TRANSPOSED)))) {
            Tensor transposed = view.read("t");
            assertArrayEquals(new long[] {5, 3}, view.shape("t"));
            assertEquals(0, mapped.mapped());
            assertTrue(transposed.is_contiguous());
            assertArrayEquals(new double[] {-2, 3, 1, -1, 4, 2}, Ruled.values(transposed.narrow(0, 0, 2)));
        }
    }

    @Test
    void aPointwiseConvolutionIsALinearMap() {
        assertArrayEquals(new long[] {512, 256}, Form.POINTWISE.shape(new long[] {512, 256, 1, 1}));
        assertArrayEquals(new long[] {512, 256}, Form.POINTWISE.shape(new long[] {512, 256, 1}));
        assertArrayEquals(new long[] {512, 256, 3, 3}, Form.POINTWISE.shape(new long[] {512, 256, 3, 3}));
        assertArrayEquals(new long[] {512}, Form.POINTWISE.shape(new long[] {512}));
    }

    @Test
    void formsThatCannotBeMadeSayWhichTensor() {
        try (Renamed view = new Renamed(source, Map.of("q", new Renamed.Stored("F32", Form.rows(0, 2)),
                "t", new Renamed.Stored("four", Form.TRANSPOSED)))) {
            String message = assertThrows(IllegalArgumentException.class, () -> view.read("q")).getMessage();
            assertTrue(message.endsWith("types.safetensors: tensor 'F32' does not consist of 2 equal blocks of rows, "
                    + "so 'q' cannot be made of it"), message);
            assertThrows(IllegalArgumentException.class, () -> view.shape("t"));
            assertThrows(NoSuchElementException.class, () -> view.shape("x"));
        }
    }

    @Test
    void renamesByRule() {
        try (Scope scope = Scope.open();
                Renamed view = Renamed.by(source, name -> name.startsWith("F") ? "float." + name.substring(1) : null)) {
            assertEquals(3, view.names().size());
            Ruled.check("float.64", view.read("float.64"), ElementType.F64.scalar, 3, 5);
            String message = assertThrows(IllegalArgumentException.class, () -> Renamed.by(source, name -> "same")).getMessage();
            assertTrue(message.contains("'I64' and 'F64' are two names of one tensor"), message);
        }
    }
}
