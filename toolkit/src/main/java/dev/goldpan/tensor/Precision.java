package dev.goldpan.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Floating-point format in which a network computes. Noise is always drawn and solver state always kept in fp32. */
public enum Precision {
    /** IEEE single; the format of every parity claim. */
    FP32(ScalarType.Float),
    /** bfloat16: same range as fp32, 8 bits of mantissa. */
    BF16(ScalarType.BFloat16),
    /** IEEE half: overflows above 65504. */
    FP16(ScalarType.Half);

    private final ScalarType scalar;

    Precision(ScalarType scalar) {
        this.scalar = scalar;
    }

    /** libtorch's name for it. */
    public ScalarType scalar() {
        return scalar;
    }

    /**
     * The precision called {@code name} on {@code device}.
     *
     * @param name fp32, bf16, fp16, or auto: bf16 where the device multiplies it natively, else fp32
     */
    public static Precision of(String name, Device device) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            case "fp16" -> FP16;
            case "auto" -> device.multipliesBf16() ? BF16 : FP32;
            default -> throw new IllegalArgumentException(
                    "--precision: '" + name + "' is not known; use fp32, bf16, fp16 or auto");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
