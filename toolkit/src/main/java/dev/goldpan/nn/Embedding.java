package dev.goldpan.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A table of vectors, looked up by id. */
public final class Embedding {
    private final Tensor weight; // [rows, width]

    /** A table of {@code rows} vectors. */
    public Embedding(Weights weights, long rows, long width) {
        weight = weights.get("weight", rows, width);
    }

    /** @param ids [...] int64, each in [0, rows) @return [..., width] */
    public Tensor forward(Tensor ids) {
        return torch.embedding(weight, ids);
    }
}
