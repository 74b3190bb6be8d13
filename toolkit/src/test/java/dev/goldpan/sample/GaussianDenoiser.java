package dev.goldpan.sample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The exact denoiser of data whose every element is normal, so that trajectories and marginals are known.
 *
 * @param mean of the data
 * @param spread standard deviation of the data
 */
record GaussianDenoiser(double mean, double spread) implements Denoiser {
    /** E[x0 | x] = (mean sigma^2 + spread^2 alpha x) / (alpha^2 spread^2 + sigma^2). */
    @Override
    public Prediction predict(Tensor x, List<Level> at, Conditioning given) {
        Tensor slopes = Blend.over(at).plus(level -> spread * spread * level.alpha() / variance(level), x).sum();
        Tensor x0 = slopes.add(Blend.over(at).plus(level -> mean * level.sigma() * level.sigma() / variance(level),
                x.mul(new Scalar(0.0)).add(new Scalar(1.0))).sum());
        return new Prediction(x, at, Parametrisation.SAMPLE, x0);
    }

    /** Variance of noisy data. */
    double variance(Level at) {
        return at.alpha() * at.alpha() * spread * spread + at.sigma() * at.sigma();
    }

    /** Noisy data made of standard normals. */
    Tensor noisy(Level at, Tensor normals) {
        return normals.mul(new Scalar(Math.sqrt(variance(at)))).add(new Scalar(at.alpha() * mean));
    }

    /** Where the probability-flow equation takes {@code x}: its number of standard deviations from the mean stays. */
    Tensor flow(Tensor x, Level from, Level to) {
        double grown = Math.sqrt(variance(to) / variance(from));
        return x.sub(new Scalar(from.alpha() * mean)).mul(new Scalar(grown)).add(new Scalar(to.alpha() * mean));
    }

    /** {@code steps} + 1 levels whose noise over signal falls by the same factor each time. */
    static List<Level> levels(double most, double least, int steps) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            levels.add(new Level(0, 1, most * Math.pow(least / most, (double) i / steps)).unit());
        }
        return levels;
    }
}
