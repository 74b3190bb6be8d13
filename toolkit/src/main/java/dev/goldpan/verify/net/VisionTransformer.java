package dev.goldpan.verify.net;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;

/** A feature net that sees a picture as tokens and then makes one vector of them. */
public interface VisionTransformer extends FeatureNet {
    /** @param pixels [b, 3, side, side], preprocessed @return [b, n, width]: {@link #leading} tokens, then the patches row by row */
    Tensor tokens(Tensor pixels);

    /** The features of a picture seen as {@code tokens}. @return [b, d] */
    Tensor pool(Tensor tokens);

    /** How many tokens there are before the patches: a class token, or none. */
    int leading();

    @Override
    default Tensor features(Tensor pixels) {
        try (Scope scope = Scope.open()) {
            return scope.keep(pool(tokens(pixels)));
        }
    }
}
