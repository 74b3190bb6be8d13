package dev.goldpan.sample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DDIM (Song et al. 2021, equation 12), from deterministic (eta 0) to ancestral (eta 1).
 *
 * <p>A step goes from t to t - train / n, as the reference has it, which only for leading times is where the next step starts.
 *
 * @param grid the times visited
 * @param endsClean whether the last step goes to alpha-bar 1 (set_alpha_to_one) or to that of training step 0
 * @param clip for predictions of x0; epsilon stays as predicted
 * @param eta share of the ancestral noise, in [0, 1]
 */
public record Ddim(TimeGrid grid, boolean endsClean, Clip clip, double eta) implements Sampler {
    /** Checks the range. */
    public Ddim {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("eta: " + eta + " is not in [0, 1]");
        }
    }

    @Override
    public Schedule schedule(int steps) {
        int[] times = grid.whole(steps);
        int apart = grid.train() / steps;
        List<Schedule.Call> calls = new ArrayList<>();
        for (int time : times) {
            calls.add(new Schedule.Call(grid.path().at(time), before(grid.path(), time - apart, endsClean)));
        }
        return new Schedule(calls, 1);
    }

    /** The level at {@code time}, or where trajectories end if that is before training step 0. */
    static Level before(Path path, int time, boolean endsClean) {
        return time >= 0 ? path.at(time) : endsClean ? Level.CLEAN : path.at(0);
    }

    @Override
    public Schedule through(List<Level> levels) {
        return Schedule.chain(levels.stream().map(Level::unit).toList(), 1);
    }

    @Override
    public boolean isStochastic() {
        return eta > 0;
    }

    @Override
    public int slots() {
        return 0;
    }

    @Override
    public State advance(State at, Prediction seen, Tensor fresh) {
        Tensor x0 = clip.apply(seen.x0());
        Blend<Place> next = Blend.over(at.places())
                .plus(place -> place.call().to().alpha(), x0)
                .plus(place -> Math.sqrt(Math.max(0, square(place.call().to().sigma()) - square(added(place.call())))), seen.eps());
        return at.advanced((isStochastic() ? next.plus(place -> added(place.call()), fresh) : next).sum(), x0);
    }

    /** Equation 16. */
    @Override
    public double added(Schedule.Call call) {
        Level t = call.from();
        Level s = call.to();
        return eta * s.sigma() / t.sigma() * Math.sqrt(Math.max(0, 1 - square(t.alpha() / s.alpha())));
    }

    private static double square(double value) {
        return value * value;
    }
}
