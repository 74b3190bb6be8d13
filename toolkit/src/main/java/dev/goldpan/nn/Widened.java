package dev.goldpan.nn;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Products of bf16 in fp32, on a processor that multiplies no bf16: libtorch's own loops for it are slower there than fp32, and less
 * exact. Weights and what goes between layers stay bf16, which is what saves memory.
 */
final class Widened {
    private Widened() {}

    /** Whether the products of {@code weights} are taken so. */
    static boolean are(Weights weights) {
        return weights.device().kind() == Device.Kind.CPU && weights.precision() == Precision.BF16 && !weights.device().multipliesBf16();
    }

    /** @return the same in fp32; null for null */
    static Tensor wide(Tensor narrow) {
        return narrow == null ? null : narrow.to(ScalarType.Float);
    }

    /** @return the same in bf16 */
    static Tensor narrow(Tensor wide) {
        return wide.to(ScalarType.BFloat16);
    }
}
