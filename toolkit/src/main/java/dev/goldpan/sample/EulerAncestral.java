package dev.goldpan.sample;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Ancestral sampling with Euler steps (k-diffusion's sample_euler_ancestral with eta 1): below the next level by an Euler step,
 * then back up to it by fresh noise.
 *
 * @param sigmas the levels visited
 */
public record EulerAncestral(SigmaGrid sigmas) implements Sampler {
    @Override
    public Schedule schedule(int steps) {
        return new Euler(sigmas).schedule(steps);
    }

    @Override
    public Schedule through(List<Level> levels) {
        return new Euler(sigmas).through(levels);
    }

    /** Also in the last step, whose noise weighs nothing: the reference draws it. */
    @Override
    public boolean isStochastic() {
        return true;
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
                .plus(place -> added(place.call()), fresh)
                .sum(), x0);
    }

    /** sigma_down / sigma, where sigma_down^2 = sigma'^2 - sigma_up^2 = sigma'^4 / sigma^2. */
    private static double kept(Schedule.Call call) {
        double share = call.to().sigma() / call.from().sigma();
        return share * share;
    }

    /** sigma_up. */
    @Override
    public double added(Schedule.Call call) {
        double share = call.to().sigma() / call.from().sigma();
        return call.to().sigma() * Math.sqrt((1 - share) * (1 + share));
    }
}
