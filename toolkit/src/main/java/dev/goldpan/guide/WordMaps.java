package dev.goldpan.guide;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Maps [k, h, w] of chosen words out of a cross-attention [h, w, tokens]. */
final class WordMaps {
    private WordMaps() {}

    /**
     * Maps after a softmax of 100 times the attention over the tokens of {@code slice}. A word of several tokens gets their sum,
     * so that
     * it can reach 1 as a word of one token can.
     */
    static Tensor sharp(Tensor cross, List<TokenGroups.Word> words, Slice slice, TokenGroups groups) {
        Tensor taken = cross.narrow(2, 1, slice.length(cross.size(2), groups));
        Tensor sharp = torch.softmax(taken.mul(new Scalar(100.0)), 2);
        TensorVector maps = new TensorVector();
        for (TokenGroups.Word word : words) {
            Tensor sum = null;
            for (int column : word.columns()) {
                Tensor map = sharp.select(2, column - 1L);
                sum = sum == null ? map : sum.add(map);
            }
            maps.push_back(sum);
        }
        return torch.stack(maps, 0);
    }

    /** Maps of single columns as the network gave them. */
    static Tensor raw(Tensor cross, List<Integer> columns) {
        TensorVector maps = new TensorVector();
        columns.forEach(column -> maps.push_back(cross.select(2, column)));
        return torch.stack(maps, 0);
    }

    /** One map of [k, h, w] each. */
    static List<Tensor> each(Tensor maps) {
        List<Tensor> all = new ArrayList<>();
        for (long i = 0; i < maps.size(0); i++) {
            all.add(maps.select(0, i));
        }
        return all;
    }

    /** The most neglected word: max over words of 1 - (mean of its {@code top} largest values). */
    static Tensor neglect(Tensor maps, long top) {
        Tensor best = maps.flatten(1, 2).topk(top, 1, true, true).get0().mean(1L); // [k]
        return best.neg().add(new Scalar(1.0)).clamp_min(new Scalar(0.0)).max();
    }
}
