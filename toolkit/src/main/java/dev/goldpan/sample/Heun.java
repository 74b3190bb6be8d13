package dev.goldpan.sample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Heun's method (Karras et al. 2022, algorithm 1 without churn): an Euler step, then the same step again with the mean of the slopes
 * at its two ends. Two calls per step, each a step of the {@link State}; one in the last, whose end has no slope.
 *
 * @param sigmas the levels visited
 * @param clip for predictions of x0
 */
public record Heun(SigmaGrid sigmas, Clip clip) implements Sampler {
    private static final int CORRECTOR = 1;

    @Override
    public Schedule schedule(int steps) {
        List<Level> levels = sigmas.levels(steps);
        return corrected(levels, sigmas.scale(levels));
    }

    @Override
    public Schedule through(List<Level> levels) {
        List<Level> unscaled = levels.stream().map(Level::unscaled).toList();
        return corrected(unscaled, unscaled.get(0).norm());
    }

    /** Deviation: a trajectory that stops short of clean has its last step corrected too. The reference always ends clean. */
    private static Schedule corrected(List<Level> levels, double scale) {
        List<Schedule.Call> calls = new ArrayList<>();
        for (int i = 0; i + 1 < levels.size(); i++) {
            Level from = levels.get(i);
            Level to = levels.get(i + 1);
            calls.add(new Schedule.Call(from, to));
            if (to.sigma() > 0) {
                calls.add(new Schedule.Call(to, from, to, CORRECTOR));
            }
        }
        return new Schedule(calls, scale);
    }

    @Override
    public boolean isStochastic() {
        return false;
    }

    /** The latents and the slope at the beginning of the step. */
    @Override
    public int slots() {
        return 2;
    }

    @Override
    public State advance(State at, Prediction seen, Tensor fresh) {
        Tensor x0 = clip.apply(seen.x0());
        Tensor slope = clip.equals(Clip.NONE) ? seen.eps() : Blend.over(at.places())
                .plus(place -> 1 / place.call().at().sigma(), at.x())
                .plus(place -> -1 / place.call().at().sigma(), x0)
                .sum(); // (x - x0) / sigma, which is epsilon where nothing was clipped, without its cancellation
        Tensor next = Blend.over(at.places())
                .plus(place -> corrects(place) ? 0 : 1, at.x())
                .plus(place -> corrects(place) ? 1 : 0, at.memory().get(0))
                .plus(place -> corrects(place) ? distance(place) / 2 : distance(place), slope)
                .plus(place -> corrects(place) ? distance(place) / 2 : 0, at.memory().get(1))
                .sum();
        return at.advanced(next, x0, at.x(), slope);
    }

    private static boolean corrects(Place place) {
        return place.call().stage() == CORRECTOR;
    }

    private static double distance(Place place) {
        return place.call().to().sigma() - place.call().from().sigma();
    }
}
