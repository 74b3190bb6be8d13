package dev.goldpan.search;

/**
 * First-Order Search (Ma et al. 2025, figure 14): zero-order search whose next noise is not drawn but led by the gradient of the
 * verifier's score, back through decoder and sampler. The paper names neither rule nor rate, so the step is that of {@link ZeroOrder}:
 * a turn on the noise's own sphere, here towards where the score rises. After a turn that did not raise it the search goes back to the
 * best noise of the climb, whose gradient it knows, and turns less.
 *
 * @param particles climbs at a time, each with noise of its own
 * @param starts noises that are looked at first, without gradients, for climbs to begin with the best of them; 0 begins with any
 * @param tau cosine of a turn
 * @param shrink factor of the turn's sine after one that raised nothing; 1 never goes back
 * @param backwardNfe evaluations that going back through one call of the denoiser is charged as: 3, as in the paper; with checkpointing
 *     these are a forward with graph and twice as much for the backward
 */
public record FirstOrder(int particles, int starts, double tau, double shrink, int backwardNfe) implements Algorithm {
    /** Turns in a row that may raise nothing; the next such turn ends a climb. */
    static final int PATIENCE = 6;

    /** Checks the ranges. */
    public FirstOrder {
        checkCounts(particles, backwardNfe);
        if (starts < 0) {
            throw new IllegalArgumentException("starts: " + starts + " is not possible; use 0 or more");
        }
        if (!(tau > 0 && tau < 1)) {
            throw new IllegalArgumentException("tau: " + tau + " is not in (0, 1)");
        }
        if (!(shrink > 0 && shrink <= 1)) {
            throw new IllegalArgumentException("shrink: " + shrink + " is not in (0, 1]");
        }
    }

    static void checkCounts(int particles, int backwardNfe) {
        if (particles < 1) {
            throw new IllegalArgumentException("particles: " + particles + " is not possible; use 1 or more");
        }
        if (backwardNfe < 0) {
            throw new IllegalArgumentException("backwardNfe: " + backwardNfe + " is negative; the paper charges 3 evaluations");
        }
    }

    @Override
    public int together() {
        return particles;
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needGradients("first-order search");
        return new Climbs(grounds, particles, starts, Turning::new);
    }

    /** The rule of one climb. */
    final class Turning implements Climbs.Rule {
        private float[] best;
        private float[] slope;
        private double highest = Double.NEGATIVE_INFINITY;
        private double sine = Math.sqrt(1 - tau * tau);
        private int failures;

        @Override
        public float[] next(float[] noise, float[] gradient, double value) {
            if (value > highest || shrink == 1) {
                best = noise;
                slope = gradient;
                highest = value;
                failures = 0;
            } else {
                sine *= shrink;
                failures++;
            }
            return failures > PATIENCE ? null : Noises.turned(best, Math.sqrt(1 - sine * sine), slope);
        }
    }
}
