package dev.goldpan.search;

import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;

/**
 * Moves of trajectories whose next draw of noise is led by a gradient: the mean of the transition is shifted by its variance times
 * the gradient (DAS, arXiv 2501.05803), which in units of the noise it adds is a shift of the draw by the standard deviation times it.
 */
final class Steering {
    private final Blobs blobs;
    private final long[] shape;
    private final double strength;

    /** @param strength factor of the gradient; 1 as in the paper */
    Steering(Grounds grounds, double strength) {
        this.blobs = grounds.blobs();
        this.shape = grounds.shape().stream().mapToLong(Long::longValue).toArray();
        this.strength = strength;
    }

    /**
     * One move.
     *
     * @param recipe of the trajectory that makes it
     * @param logRatio log p - log q, of its density under the model and as it was drawn
     */
    record Move(Recipe recipe, double logRatio) {}

    /**
     * A move of {@code from}.
     *
     * @param gradient hash of the score's gradient, see {@link Scored#gradient()}; null leaves the move to chance
     * @param factor how much the score counts: the temper over alpha
     * @param key of the trajectory's own draws
     */
    Move of(Candidate from, String gradient, double factor, NoiseKey key) {
        if (gradient == null) {
            return new Move(new Recipe.Resampled(from, key), 0);
        }
        float[] shift = blobs.read(gradient);
        double log = 0;
        float[] drawn = drawn(key, from.calls(), shift.length);
        for (int i = 0; i < shift.length; i++) {
            shift[i] = (float) (strength * factor * shift[i]);
            log -= shift[i] * (drawn[i] + 0.5 * shift[i]); // ((e + d)^2 - e^2) / 2 of standard normals
        }
        return new Move(new Recipe.Steered(from, key, blobs.write(shift)), log);
    }

    private float[] drawn(NoiseKey key, int draw, int count) {
        float[] numbers = new float[count];
        try (Scope scope = Scope.open()) {
            Noise.keyed(key, shape).draw(draw).data_ptr_float().get(numbers);
        }
        return numbers;
    }
}
