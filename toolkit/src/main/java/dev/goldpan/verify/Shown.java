package dev.goldpan.verify;

import dev.goldpan.verify.net.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Evidence of several candidates as one batch, and a batch of values as scores. */
final class Shown {
    private Shown() {}

    /** Fails unless every candidate shows what {@code info} needs. */
    static void check(VerifierInfo info, List<Evidence> shown) {
        for (Evidence evidence : shown) {
            Set<Need> missing = new TreeSet<>(info.needs());
            missing.removeAll(evidence.shows());
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(info.name() + ": needs " + missing + ", which the evidence does not have");
            }
        }
    }

    /** The preprocessed pictures that {@code which} takes from each candidate; their sizes may differ. @return [b, 3, h, w] */
    static Tensor pictures(List<Evidence> shown, Function<Evidence, Tensor> which, Preprocessing eye) {
        return torch.cat(new TensorVector(shown.stream().map(which).map(eye::of).toArray(Tensor[]::new)), 0);
    }

    /** @param values [b], any floating-point type */
    static List<Score> scores(Tensor values) {
        Tensor wide = values.detach().cpu().to(ScalarType.Double);
        List<Score> scores = new ArrayList<>();
        for (long i = 0; i < wide.size(0); i++) {
            scores.add(Score.of(wide.select(0, i).item_double()));
        }
        return scores;
    }
}
