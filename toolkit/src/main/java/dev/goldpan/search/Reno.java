package dev.goldpan.search;

/**
 * ReNO (arXiv 2406.04312): gradient ascent on the noise of one-step models, here of any number of steps. The noise is free to leave its
 * sphere, and a regulariser, the negative log-density of a normal noise's length, calls it back; the gradient of both together is
 * clipped and followed with Nesterov's momentum, as torch.optim.SGD does it.
 *
 * @param particles climbs at a time, each with noise of its own
 * @param weight factor of the score; 5 is what the authors give HPSv2, a cosine as the bundled CLIP's is
 * @param regularisation factor of {@code |noise|^2 / 2 - (d - 1) ln |noise|}
 * @param clip longest gradient
 * @param rate of learning
 * @param momentum in [0, 1)
 * @param iterations of one climb, after which another noise is taken
 * @param backwardNfe evaluations that going back through one call of the denoiser is charged as, see {@link FirstOrder}
 */
public record Reno(int particles, double weight, double regularisation, double clip, double rate, double momentum, int iterations,
        int backwardNfe) implements Algorithm {
    private static final double EPSILON = 1e-6; // of torch's clip_grad_norm_

    /** Checks the ranges. */
    public Reno {
        FirstOrder.checkCounts(particles, backwardNfe);
        if (!(weight > 0 && clip > 0 && rate > 0 && regularisation >= 0)) {
            throw new IllegalArgumentException("weight, clip and rate must be positive and regularisation not negative, found " + weight
                    + ", " + clip + ", " + rate + " and " + regularisation);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum: " + momentum + " is not in [0, 1)");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations: " + iterations + " is not possible; use 1 or more");
        }
    }

    @Override
    public int together() {
        return particles;
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needGradients("reno");
        return new Climbs(grounds, particles, 0, Descent::new);
    }

    /** The rule of one climb, which goes down a loss. */
    final class Descent implements Climbs.Rule {
        private double[] velocity;
        private int looked;

        @Override
        public float[] next(float[] noise, float[] gradient, double value) {
            if (++looked == iterations) {
                return null;
            }
            double[] loss = loss(noise, gradient);
            double length = Math.sqrt(squares(loss));
            double scale = Math.min(1, clip / (length + EPSILON));
            velocity = velocity == null ? new double[noise.length] : velocity;
            float[] next = new float[noise.length];
            for (int i = 0; i < next.length; i++) {
                double step = scale * loss[i];
                velocity[i] = momentum * velocity[i] + step;
                next[i] = (float) (noise[i] - rate * (step + momentum * velocity[i]));
            }
            return next;
        }

        /** The gradient of what is made small. */
        private double[] loss(float[] noise, float[] gradient) {
            double squared = 0;
            for (float number : noise) {
                squared += (double) number * number;
            }
            double inward = regularisation * (1 - (noise.length - 1) / squared); // 0 where noise has its likeliest length
            double[] loss = new double[noise.length];
            for (int i = 0; i < loss.length; i++) {
                loss[i] = inward * noise[i] - weight * gradient[i];
            }
            return loss;
        }

        private static double squares(double[] numbers) {
            double sum = 0;
            for (double number : numbers) {
                sum += number * number;
            }
            return sum;
        }
    }
}
