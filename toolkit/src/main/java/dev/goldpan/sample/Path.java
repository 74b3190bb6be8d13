package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The road from clean latents to noise that a network was trained on: {@code x = alpha(t) x0 + sigma(t) eps}. */
public interface Path {
    /** Factor of the clean latent at {@code time}. */
    double alpha(double time);

    /** Factor of the noise at {@code time}. */
    double sigma(double time);

    /** The time at which noise over signal is {@code ratio}, within the times of this path. */
    double time(double ratio);

    /** The level at {@code time}. */
    default Level at(double time) {
        return new Level(time, alpha(time), sigma(time));
    }

    /**
     * Noises latents further, exactly as the forward process would from where they are: mean (alpha_s / alpha_t) x, variance
     * sigma_s^2 - (alpha_s / alpha_t)^2 sigma_t^2. From {@link Level#CLEAN} this is the ordinary noising of x0.
     *
     * @param x [b, c, h, w], at {@code from}
     * @param from level of each item
     * @param to level each item shall have, not less noisy than the one it has, in whichever coordinates
     * @param noise standard normals, like {@code x}
     */
    static Tensor renoise(Tensor x, List<Level> from, List<Level> to, Tensor noise) {
        List<double[]> weights = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            Level t = from.get(i);
            Level s = to.get(i);
            if (s.ratio() < t.ratio()) {
                throw new IllegalArgumentException("noise over signal " + t.ratio() + " cannot be renoised to " + s.ratio()
                        + ", which is less noisy");
            }
            double scale = s.alpha() / t.alpha();
            double kept = scale * t.sigma();
            weights.add(new double[] {scale, Math.sqrt((s.sigma() - kept) * (s.sigma() + kept))});
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(Blend.over(weights).plus(w -> w[0], x).plus(w -> w[1], noise).sum());
        }
    }
}
