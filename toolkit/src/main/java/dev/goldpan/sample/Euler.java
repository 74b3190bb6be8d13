package dev.goldpan.sample;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Euler's method on the probability-flow equation in noise over signal (Karras et al. 2022, algorithm 1 without its correction).
 *
 * @param sigmas the levels visited
 */
public record Euler(SigmaGrid sigmas) implements Sampler {
    @Override
    public Schedule schedule(int steps) {
        List<Level> levels = sigmas.levels(steps);
        return Schedule.chain(levels, sigmas.scale(levels));
    }

    @Override
    public Schedule through(List<Level> levels) {
        return Schedule.chain(levels.stream().map(Level::unscaled).toList(), levels.get(0).unscaled().norm());
    }

    @Override
    public boolean isStochastic() {
        return false;
    }

    @Override
    public int slots() {
        return 0;
    }

    @Override
    public State advance(State at, Prediction seen, Tensor fresh) {
        Tensor x0 = seen.x0();
        return at.advanced(Blend.over(at.places())
                .plus(place -> kept(place.call()), at.x())
                .plus(place -> 1 - kept(place.call()), x0)
                .sum(), x0);
    }

    /** What is left of the noise: x + (sigma' - sigma) (x - x0) / sigma is this share of x and the rest of x0. */
    private static double kept(Schedule.Call call) {
        return call.to().sigma() / call.from().sigma();
    }
}
