package dev.goldpan.guide;

import dev.goldpan.tensor.Scope;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * InitNO's search for an initial noise (arXiv 2404.04650, section 4): shifts and scales a normal noise, element by element, by
 * Adam on a loss of the first step's attention, within a small divergence from the normal distribution.
 *
 * <p>The released code returns to the divergence bound by Adam steps in a loop that may take thousands of rounds or never end;
 * here mean and log-variance are shrunk together onto the bound, which is a bisection of fixed length.
 *
 * @param rounds fresh noises to try
 * @param steps evaluations per round
 * @param last evaluations when the best round starts again because none succeeded
 * @param bound largest divergence from the normal distribution, mean per element
 */
public record NoiseOptimizer(int rounds, int steps, int last, double bound) {
    /** The released settings: at most 100 evaluations. */
    public static final NoiseOptimizer RELEASED = new NoiseOptimizer(5, 10, 50, 1e-3);
    private static final double RATE = 1e-2;
    private static final double EPSILON = 1e-3;
    private static final int HALVINGS = 40;

    /**
     * One evaluation of a noise.
     *
     * @param loss scalar that is differentiated
     * @param score by which rounds are compared, lower is better
     * @param success whether the noise is good enough
     */
    public record Evaluation(Tensor loss, double score, boolean success) {}

    /**
     * What was found.
     *
     * @param noise the best evaluated noise, of the shape of the first
     * @param evaluations forward passes with gradient that it took
     */
    public record Found(Tensor noise, double score, boolean success, int evaluations) {}

    /** Checks the counts. */
    public NoiseOptimizer {
        if (rounds < 1 || steps < 1 || last < 0 || !(bound > 0)) {
            throw new IllegalArgumentException("noise optimisation: "
                    + "rounds and steps must be at least 1, last at least 0, bound above 0");
        }
    }

    /**
     * Optimises.
     *
     * @param noises the fresh noise of each round
     * @param evaluate called with a noise that requires a gradient
     */
    public Found search(IntFunction<Tensor> noises, Function<Tensor, Evaluation> evaluate) {
        int spent = 0;
        int bestRound = 0;
        Found best = null;
        for (int round = 0; round < rounds; round++) {
            Found found = ascend(noises.apply(round), evaluate, steps);
            spent += found.evaluations;
            if (best == null || found.score < best.score || found.success) {
                best = found;
                bestRound = round;
            }
            if (found.success) {
                return new Found(found.noise, found.score, true, spent);
            }
        }
        if (last > 0) {
            Found again = ascend(noises.apply(bestRound), evaluate, last);
            spent += again.evaluations;
            best = again.success || again.score < best.score ? again : best;
        }
        return new Found(best.noise, best.score, best.success, spent);
    }

    /** One round; unlike the released code it never returns an iterate that was not evaluated. */
    private Found ascend(Tensor noise, Function<Tensor, Evaluation> evaluate, int most) {
        try (Scope scope = Scope.open()) {
            Tensor start = noise.detach();
            Tensor moments = torch.zeros_like(start).unsqueeze(0).repeat(2, 1, 1, 1, 1); // log-variance, mean
            Tensor first = torch.zeros_like(moments);
            Tensor second = torch.zeros_like(moments);
            Tensor best = start.clone();
            double score = Double.POSITIVE_INFINITY;
            for (int step = 1; step <= most; step++) {
                try (Scope inner = Scope.open()) {
                    Tensor leaf = moments.clone().requires_grad_(true);
                    Tensor moved = start.mul(leaf.select(0, 0).mul(new Scalar(0.5)).exp()).add(leaf.select(0, 1));
                    Evaluation seen = evaluate.apply(moved);
                    if (seen.score < score || seen.success) {
                        score = seen.score;
                        best.copy_(moved.detach());
                    }
                    if (seen.success) {
                        return new Found(scope.keep(best), score, true, step);
                    }
                    seen.loss.backward();
                    adam(moments, leaf.grad(), first, second, step);
                    shrink(moments);
                }
            }
            return new Found(scope.keep(best), score, false, most);
        }
    }

    private static void adam(Tensor moments, Tensor gradient, Tensor first, Tensor second, int step) {
        first.mul_(new Scalar(0.9)).add_(gradient.mul(new Scalar(0.1)));
        second.mul_(new Scalar(0.999)).add_(gradient.square().mul(new Scalar(0.001)));
        Tensor mean = first.div(new Scalar(1 - Math.pow(0.9, step)));
        Tensor size = second.div(new Scalar(1 - Math.pow(0.999, step))).sqrt().add(new Scalar(EPSILON));
        moments.sub_(mean.div(size).mul(new Scalar(RATE)));
    }

    private void shrink(Tensor moments) {
        if (divergence(moments) <= bound) {
            return;
        }
        double within = 0;
        double beyond = 1;
        for (int i = 0; i < HALVINGS; i++) {
            try (Scope scope = Scope.open()) {
                double middle = (within + beyond) / 2;
                if (divergence(moments.mul(new Scalar(middle))) <= bound) {
                    within = middle;
                } else {
                    beyond = middle;
                }
            }
        }
        moments.mul_(new Scalar(within));
    }

    /**
     * Divergence from the normal distribution, mean per element: -(1 + logvar - mean^2 - exp(logvar)) / 2.
     *
     * @param moments [2, ...]: log-variance, mean
     */
    static double divergence(Tensor moments) {
        Tensor logvar = moments.select(0, 0);
        Tensor inner = logvar.add(new Scalar(1.0)).sub(moments.select(0, 1).square()).sub(logvar.exp());
        return -0.5 * inner.mean().item_double();
    }
}
