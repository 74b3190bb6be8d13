package dev.goldpan.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number formats that tensor files may hold; the constants are safetensors' own names, in the order in which its library
 * lays them out: wide types first, so that each lies on its natural alignment.
 */
enum ElementType {
    I64(ScalarType.Long, 8, "LongStorage"),
    F64(ScalarType.Double, 8, "DoubleStorage"),
    F32(ScalarType.Float, 4, "FloatStorage"),
    I32(ScalarType.Int, 4, "IntStorage"),
    BF16(ScalarType.BFloat16, 2, "BFloat16Storage"),
    F16(ScalarType.Half, 2, "HalfStorage"),
    I16(ScalarType.Short, 2, "ShortStorage"),
    I8(ScalarType.Char, 1, "CharStorage"),
    U8(ScalarType.Byte, 1, "ByteStorage"),
    BOOL(ScalarType.Bool, 1, "BoolStorage");

    /** libtorch's name for it. */
    final ScalarType scalar;
    /** Bytes per number. */
    final int bytes;
    /** What PyTorch calls its storage in a pickle. */
    final String storage;

    ElementType(ScalarType scalar, int bytes, String storage) {
        this.scalar = scalar;
        this.bytes = bytes;
        this.storage = storage;
    }

    /** The type libtorch calls {@code scalar}. @throws IllegalArgumentException if files do not hold it */
    static ElementType of(ScalarType scalar) {
        for (ElementType type : values()) {
            if (type.scalar == scalar.intern()) {
                return type;
            }
        }
        throw new IllegalArgumentException("tensors of type " + scalar + " cannot be stored; convert to one of "
                + Arrays.toString(values()) + " first");
    }

    /**
     * How many numbers a tensor of this shape has.
     *
     * @throws ArithmeticException if a length is negative or their product, without the zeros, times the size of a number exceeds
     *     63 bits: libtorch multiplies them without looking
     */
    long count(long[] shape) {
        long count = 1;
        long bound = bytes;
        for (long length : shape) {
            if (length < 0) {
                throw new ArithmeticException("negative length");
            }
            count *= length;
            bound = Math.multiplyExact(bound, Math.max(1, length));
        }
        return count;
    }
}
