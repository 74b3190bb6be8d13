package dev.goldpan.verify.net;

import org.bytedeco.pytorch.Tensor;

/** Pictures and texts as directions in one space, in which what belongs together points the same way. */
public interface DualEncoder extends VisionTransformer {
    /** The direction of a picture. @return [b, d], fp32, length one */
    @Override
    Tensor pool(Tensor tokens);

    /** @param ids [b, n], int64 @return [b, d], fp32, length one */
    Tensor texts(Tensor ids);

    /** What training compares: the cosines, scaled (and shifted) by what was learned. @param cosines any shape, fp32 */
    Tensor logits(Tensor cosines);
}
