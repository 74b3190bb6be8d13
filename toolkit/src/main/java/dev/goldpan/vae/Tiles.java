package dev.goldpan.vae;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Applies a layer to overlapping square tiles and blends the results linearly, tile by tile from the top left: each is blended
 * with the finished tile above, then with the finished tile to the left (the arithmetic of diffusers' tiled_decode and
 * tiled_encode).
 *
 * @param size side of a tile of the input
 * @param resultSize side of its result
 */
record Tiles(long size, long resultSize) {
    /** A quarter of each tile is shared with its neighbour. */
    static final int OVERLAP = 4;

    /** Checks that the overlap is a whole number of elements on both sides; else tiles would not meet. */
    Tiles {
        if (size % OVERLAP != 0 || resultSize % OVERLAP != 0 || size <= 0 || resultSize <= 0) {
            throw new IllegalArgumentException("tiles of " + size + " to " + resultSize + ": both must be multiples of "
                    + OVERLAP);
        }
    }

    /** @param x [b, c, h, w] @return [b, c', h', w'], as {@code layer} would make of the whole, about */
    Tensor through(Tensor x, Layer layer) {
        long stride = size - size / OVERLAP;
        try (Scope scope = Scope.open()) {
            TensorVector rows = new TensorVector();
            Tensor[] above = null;
            for (long top = 0; top < x.size(2); top += stride) {
                Tensor strip = x.narrow(2, top, Math.min(size, x.size(2) - top));
                Tensor[] row = new Tensor[(int) ((x.size(3) + stride - 1) / stride)];
                for (int j = 0; j < row.length; j++) {
                    row[j] = layer.forward(strip.narrow(3, j * stride, Math.min(size, x.size(3) - j * stride)));
                    if (above != null) {
                        blend(above[j], row[j], 2);
                    }
                    if (j > 0) {
                        blend(row[j - 1], row[j], 3);
                    }
                }
                rows.push_back(trimmed(row));
                release(above);
                above = row;
            }
            return scope.keep(torch.cat(rows, 2));
        }
    }

    /** Fades the end of {@code before} into the beginning of {@code tile}, in place, along {@code axis}. */
    private void blend(Tensor before, Tensor tile, int axis) {
        long extent = Math.min(resultSize / OVERLAP, Math.min(before.size(axis), tile.size(axis)));
        try (Scope scope = Scope.open()) {
            Tensor rising = torch.arange(new Scalar(extent), tile.options())
                    .div(new Scalar(extent)).view(axis == 2 ? new long[] {extent, 1} : new long[] {1, extent});
            Tensor seam = tile.narrow(axis, 0, extent);
            Tensor fading = before.narrow(axis, before.size(axis) - extent, extent).mul(rising.neg().add(new Scalar(1)));
            seam.copy_(fading.add(seam.mul(rising)));
        }
    }

    /** The row without what the next tile to the right and the next row below will supply. */
    private Tensor trimmed(Tensor[] row) {
        long keep = resultSize - resultSize / OVERLAP;
        try (Scope scope = Scope.open()) {
            TensorVector parts = new TensorVector();
            for (Tensor tile : row) {
                parts.push_back(tile.narrow(2, 0, Math.min(keep, tile.size(2))).narrow(3, 0, Math.min(keep, tile.size(3))));
            }
            return scope.keep(torch.cat(parts, 3));
        }
    }

    private static void release(Tensor[] row) {
        if (row != null) {
            for (Tensor tile : row) {
                tile.close();
            }
        }
    }
}
