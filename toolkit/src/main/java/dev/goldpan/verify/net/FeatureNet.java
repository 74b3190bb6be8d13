package dev.goldpan.verify.net;

import dev.goldpan.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/**
 * Something that says in a few numbers what is in a picture.
 *
 * <p>Differentiable in the pictures, and in the weights where they are trainable. Calls from several threads may overlap.
 */
public interface FeatureNet extends AutoCloseable {
    /** @param pixels [b, 3, side, side], preprocessed @return [b, d], in the network's precision */
    Tensor features(Tensor pixels);

    /** Pixels on a side of the pictures it was trained on. */
    int side();

    /** 10^9 floating-point operations per picture. */
    double gigaflops();

    /** The weights, for an optimiser or a checkpoint. */
    Weights weights();

    /** Releases the weights. */
    @Override
    default void close() {
        weights().close();
    }
}
