package dev.goldpan.verify;

import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A verifier whose scores have gradients: for search along them, and for guidance. */
public interface Differentiable extends Verifier {
    /**
     * The values of {@link #score}, recording gradients with respect to whatever in the evidence records them.
     *
     * @return [candidates], fp32
     */
    Tensor differentiable(List<Evidence> shown);

    @Override
    default List<Score> score(List<Evidence> shown) {
        try (Scope scope = Scope.open()) {
            return Shown.scores(differentiable(shown));
        }
    }
}
