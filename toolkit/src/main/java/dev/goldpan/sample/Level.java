package dev.goldpan.sample;

/**
 * How noisy a latent is, in the coordinates it is kept in: {@code x = alpha x0 + sigma eps}.
 *
 * <p>Solvers of the variance-preserving kind keep alpha^2 + sigma^2 = 1, those of the k-diffusion kind alpha = 1, flow models
 * alpha + sigma = 1. The numbers live beside the tensors, on the Java side, so that asking for them never waits for a device.
 *
 * @param time what the network is told, in training units (0 to 999 for VP models)
 * @param alpha factor of the clean latent
 * @param sigma factor of unit noise
 */
public record Level(double time, double alpha, double sigma) {
    /** No noise left. */
    public static final Level CLEAN = new Level(0, 1, 0);

    /** Noise over signal: the sigma of k-diffusion, which does not depend on the coordinates. */
    public double ratio() {
        return sigma / alpha;
    }

    /** Standard deviation of a latent at this level whose clean form has unit variance. */
    public double norm() {
        return Math.hypot(alpha, sigma);
    }

    /** The same level for latents of the k-diffusion kind, alpha = 1. */
    public Level unscaled() {
        return new Level(time, 1, ratio());
    }

    /** The same level for latents of the variance-preserving kind, alpha^2 + sigma^2 = 1. */
    public Level unit() {
        return new Level(time, alpha / norm(), sigma / norm());
    }
}
