package dev.goldpan.nn;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * softmax(q k^T / sqrt(d)) v, by the fastest way for the precision and device.
 *
 * <p>libtorch's fused attention multiplies bf16 and fp16 by a scalar loop on processors (there is no such product in OpenBLAS), a
 * hundred times slower than its fp32. There, scores are computed in blocks that stay in the cache, each by ordinary
 * matrix products.
 */
public final class ScaledDotProduct {
    /** Scores of one block: 2 Mi values are 4 MB of bf16. */
    private static final long BLOCK = 1 << 21;
    private static final long FEWEST_ROWS = 64;

    private ScaledDotProduct() {}

    /** @param q [b, heads, queries, d] @param k [b, heads, keys, d] @param v [b, heads, keys, d] @return [b, heads, queries, d] */
    public static Tensor attend(Tensor q, Tensor k, Tensor v) {
        ScalarType type = q.scalar_type().intern(); // the binding makes a new constant per call
        boolean slow = q.is_cpu() && type != ScalarType.Float && type != ScalarType.Double;
        if (!slow) {
            return torch.scaled_dot_product_attention(q, k, v);
        }
        if (q.requires_grad() || k.requires_grad() || v.requires_grad()) {
            return torch.matmul(probabilities(q, k), v);
        }
        return inBlocks(q, k, v);
    }

    /** The probabilities alone. @return [b, heads, queries, keys], rows sum to 1 */
    public static Tensor probabilities(Tensor q, Tensor k) {
        Tensor scores = torch.matmul(q.mul(new Scalar(1 / Math.sqrt(q.size(3)))), k.transpose(2, 3));
        return torch.softmax(scores, -1);
    }

    private static Tensor inBlocks(Tensor q, Tensor k, Tensor v) {
        long maps = q.size(0) * q.size(1);
        long queries = q.size(2);
        long keys = k.size(2);
        long rows = Math.min(queries, Math.max(FEWEST_ROWS, BLOCK / (2 * keys)));
        long together = Math.max(1, Math.min(maps, BLOCK / (rows * keys)));
        try (Scope scope = Scope.open()) {
            Tensor scaled = flat(q).mul(new Scalar(1 / Math.sqrt(q.size(3)))); // [maps, queries, d]
            Tensor keysTransposed = flat(k).transpose(1, 2); // [maps, d, keys]
            Tensor values = flat(v);
            Tensor out = torch.empty(new long[] {maps, queries, v.size(3)}, q.options(), new MemoryFormatOptional());
            for (long map = 0; map < maps; map += together) {
                long some = Math.min(together, maps - map);
                for (long row = 0; row < queries; row += rows) {
                    long few = Math.min(rows, queries - row);
                    try (Scope block = Scope.open()) {
                        Tensor scores = torch.bmm(scaled.narrow(0, map, some).narrow(1, row, few),
                                keysTransposed.narrow(0, map, some));
                        Tensor mixed = torch.bmm(torch.softmax(scores, -1), values.narrow(0, map, some));
                        out.narrow(0, map, some).narrow(1, row, few).copy_(mixed);
                    }
                }
            }
            return scope.keep(out.view(q.size(0), q.size(1), queries, v.size(3)));
        }
    }

    private static Tensor flat(Tensor x) {
        return x.reshape(x.size(0) * x.size(1), x.size(2), x.size(3));
    }
}
