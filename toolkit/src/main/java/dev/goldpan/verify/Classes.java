package dev.goldpan.verify;

import dev.goldpan.verify.net.Preprocessing;
import org.bytedeco.pytorch.Tensor;

/** Something that tells classes apart. */
interface Classes extends AutoCloseable {
    /** @param images [b, 3, h, w], preprocessed by {@link #eye} @return [b, classes], fp32 */
    Tensor logits(Tensor images);

    /** What its images are preprocessed by. */
    Preprocessing eye();

    /** What they are called. */
    ClassNames names();

    /** 10^9 floating-point operations per image. */
    double gigaflops();

    @Override
    void close();
}
