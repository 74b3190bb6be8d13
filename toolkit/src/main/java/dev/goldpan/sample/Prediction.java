package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * What a denoiser says about noisy latents. The raw output is kept, because multistep and guidance formulas of the reference
 * mix raw outputs; x0 and epsilon are computed when asked for.
 *
 * @param x the latents it was asked about, [b, c, h, w], in the coordinates of {@code at}
 * @param at the level of each item
 * @param predicts what {@code output} is
 * @param output [b, c, h, w], fp32
 */
public record Prediction(Tensor x, List<Level> at, Parametrisation predicts, Tensor output) {
    /** Copies the list. */
    public Prediction {
        at = List.copyOf(at);
    }

    /** The clean latents this implies, [b, c, h, w]. */
    public Tensor x0() {
        return imply(predicts::x0);
    }

    /** The noise this implies, [b, c, h, w]. */
    public Tensor eps() {
        return imply(predicts::eps);
    }

    /** The same question with another answer. */
    public Prediction withOutput(Tensor other) {
        return new Prediction(x, at, predicts, other);
    }

    private Tensor imply(Function<Level, Parametrisation.Weights> weights) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Blend.over(at)
                    .plus(level -> weights.apply(level).input(), x)
                    .plus(level -> weights.apply(level).output(), output)
                    .sum());
        }
    }
}
