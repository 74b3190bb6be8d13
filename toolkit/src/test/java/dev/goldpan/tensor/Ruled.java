package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The rule by which reference/weights.py fills its tensors: number i is (i % 7) - 2, or i % 7 where the type has no sign. */
final class Ruled {
    private Ruled() {}

    static void check(String what, Tensor tensor, ScalarType type, long... shape) {
        assertEquals(type, tensor.scalar_type().intern(), what + ": type");
        assertArrayEquals(shape, tensor.sizes().vec().get(), what + ": shape");
        double[] values = values(tensor);
        for (int i = 0; i < values.length; i++) {
            double expected = switch (type) {
                case Bool -> i % 7 == 2 ? 1 : 0;
                case Byte -> i % 7;
                default -> i % 7 - 2;
            };
            assertEquals(expected, values[i], what + ": number " + i);
        }
    }

    static double[] values(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            Tensor wide = tensor.to(ScalarType.Double).contiguous();
            double[] values = new double[(int) wide.numel()];
            if (values.length > 0) {
                wide.data_ptr_double().get(values);
            }
            return values;
        }
    }
}
