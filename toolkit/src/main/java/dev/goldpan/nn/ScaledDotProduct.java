package dev.goldpan.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** softmax(q k^T / sqrt(d)) v, by the fastest way for the precision and device. */
public final class ScaledDotProduct {
    private ScaledDotProduct() {}

    /** @param q [b, heads, queries, d] @param k [b, heads, keys, d] @param v [b, heads, keys, d] @return [b, heads, queries, d] */
    public static Tensor attend(Tensor q, Tensor k, Tensor v) {
        return torch.scaled_dot_product_attention(q, k, v);
    }

    /** The probabilities alone. @return [b, heads, queries, keys], rows sum to 1 */
    public static Tensor probabilities(Tensor q, Tensor k) {
        Tensor scores = torch.matmul(q.mul(new Scalar(1 / Math.sqrt(q.size(3)))), k.transpose(2, 3));
        return torch.softmax(scores, -1);
    }
}
