package dev.goldpan.sample;

import org.bytedeco.pytorch.Tensor;

/**
 * Moves the latents of one trajectory before the denoiser sees them: guidance by a loss of its own, under any sampler and beside
 * classifier-free guidance. What it remembers from call to call is a value that it is handed back, so trajectories can be forked.
 */
public interface Nudge {
    /** Moves nothing. */
    Nudge NONE = new Nudge() {
        @Override
        public Moved before(Tensor x, Place place, Tensor memory) {
            return new Moved(x, memory);
        }

        @Override
        public boolean moves(Place place) {
            return false;
        }

        @Override
        public long forwards() {
            return 0;
        }

        @Override
        public long backwards() {
            return 0;
        }
    };

    /**
     * Where a trajectory is moved to.
     *
     * @param x latents like those before
     * @param memory for the next call, or null
     */
    record Moved(Tensor x, Tensor memory) {}

    /**
     * Latents for the call that comes next.
     *
     * @param x latents of one item, [1, c, h, w], in the coordinates of {@code place.level()}
     * @param place where the trajectory stands
     * @param memory what the call before left, or null
     */
    Moved before(Tensor x, Place place, Tensor memory);

    /** Whether {@link #before} does anything at {@code place}. */
    boolean moves(Place place);

    /** Network forwards it has run so far. */
    long forwards();

    /** Passes back through the network it has run so far. */
    long backwards();
}
