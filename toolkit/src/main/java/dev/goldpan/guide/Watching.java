package dev.goldpan.guide;

import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Place;
import dev.goldpan.tensor.Scope;
import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Tensor;

/**
 * Shows what the denoiser is about to see, after {@code inner} has moved it.
 *
 * @param inner what moves
 * @param witness sees latents, [1, c, h, w], at their place
 */
record Watching(Nudge inner, BiConsumer<Tensor, Place> witness) implements Nudge {
    @Override
    public Moved before(Tensor x, Place place, Tensor memory) {
        Moved moved = inner.before(x, place, memory);
        try (Scope scope = Scope.open()) {
            witness.accept(moved.x(), place);
        }
        return moved;
    }

    @Override
    public boolean moves(Place place) {
        return true;
    }

    @Override
    public long forwards() {
        return inner.forwards();
    }

    @Override
    public long backwards() {
        return inner.backwards();
    }
}
