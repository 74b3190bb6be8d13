package dev.goldpan.search;

/**
 * Particles whose moves are led by the verifier's gradient at the x0-prediction (DAS, arXiv 2501.05803): every look comes with its
 * gradient, the next draw of every particle is shifted along it, and weights are corrected by what the shift changed in the density, so
 * that with {@link Particles.Potential#DIFFERENCE} they remain those of sequential Monte Carlo.
 *
 * @param particles how they are weighed and copied
 * @param strength factor of the gradient: 1 shifts a move's mean by its variance times temper times lambda times the gradient
 * @param backwardNfe evaluations that going back through one call of the denoiser is charged as
 */
public record SteeredParticles(Particles particles, double strength, int backwardNfe) implements Algorithm {
    /** Checks the ranges. */
    public SteeredParticles {
        FirstOrder.checkCounts(1, backwardNfe);
        if (!(strength >= 0 && Double.isFinite(strength))) {
            throw new IllegalArgumentException("strength: " + strength + " is not possible; use 0 or more");
        }
        if (particles.particles() == 0) {
            throw new IllegalArgumentException("particles: with gradients the number is yours to choose; use 2 or more");
        }
        if (!particles.resampling().copies()) {
            throw new IllegalArgumentException("resampling: pruned particles go on without draws of their own; use another than prune");
        }
    }

    @Override
    public boolean findsNoise() {
        return false;
    }

    @Override
    public int together() {
        return particles.together();
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needGradients("a particle search with gradients");
        return particles.begin(grounds, again -> new Steering(again, strength));
    }
}
