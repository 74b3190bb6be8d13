package dev.goldpan.guide;

import dev.goldpan.sample.Level;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Place;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradient steps on the latents by a loss of their own attention, under any sampler (Attend-and-Excite, section 3.2, and its
 * successors): one in each of the first iterations, and up to twenty in a few of them until the loss is small enough.
 *
 * <p>A step is 20 sqrt(1 - i / (2 (n - 1))) times the plain gradient in coordinates of unit variance, as released. A pass runs up to
 * the last layer that the loss reads, forward and back; iterations that move nothing cost nothing.
 */
final class LatentGuidance implements Nudge {
    private static final double ITERATIONS = 50;
    private static final double STEP = 20;
    private static final int TRIES = 20;

    private final AttentionReader reader;
    private final LatentRule rule;
    private long backwards;

    LatentGuidance(AttentionReader reader, LatentRule rule) {
        this.reader = reader;
        this.rule = rule;
    }

    /** One forward pass that has been looked at. */
    private record Seen(Tensor leaf, AttentionMaps maps, Tensor memory) {}

    @Override
    public boolean moves(Place place) {
        return place.next() < scaled(rule.until(), place);
    }

    /** An iteration of fifty as one of this trajectory's calls; the first is only itself, since nothing is remembered there yet. */
    private static int scaled(int iteration, Place place) {
        return iteration <= 1 ? iteration : Math.max(1, (int) (iteration * place.schedule().size() / ITERATIONS));
    }

    /** The iteration of fifty at which latents are refined here, or -1. */
    int refinement(Place place) {
        return rule.refinements().stream().filter(iteration -> scaled(iteration, place) == place.next()).findFirst().orElse(-1);
    }

    @Override
    public Moved before(Tensor x, Place place, Tensor memory) {
        if (!moves(place)) {
            return new Moved(x, null);
        }
        try (Scope scope = Scope.open()) {
            Level unit = place.level().unit();
            double norm = place.level().norm();
            double share = place.schedule().size() == 1 ? 0 : place.next() / (place.schedule().size() - 1.0);
            double size = STEP * Math.sqrt(1 - share / 2);
            Seen seen = look(x.detach().mul(new Scalar(1 / norm)), unit, memory, memory);
            int iteration = refinement(place);
            boolean refined = iteration < 0 || rule.isRefined(seen.maps, seen.memory, iteration);
            for (int tries = 0; !refined && tries < TRIES; tries++) {
                // As released, the step that follows a loss which is small enough is still taken.
                refined = rule.isRefined(seen.maps, seen.memory, iteration);
                Tensor loss = rule.refinement(seen.maps, seen.memory);
                if (loss.item_double() == 0) {
                    break; // nothing to follow, now or at the same latents again
                }
                seen = look(descend(seen.leaf, loss, size), unit, memory, seen.memory);
            }
            Tensor moved = descend(seen.leaf, rule.step(seen.maps, seen.memory), size).mul(new Scalar(norm));
            return new Moved(scope.keep(moved), seen.memory == null ? null : scope.keep(seen.memory));
        }
    }

    /**
     * A pass at {@code latents}.
     *
     * @param earlier memory of the iteration before
     * @param latest memory of the pass before
     */
    private Seen look(Tensor latents, Level at, Tensor earlier, Tensor latest) {
        Tensor leaf = latents.detach().clone().requires_grad_(true);
        AttentionMaps maps = rule.informed(reader.read(leaf, at).get(0), earlier);
        return new Seen(leaf, maps, rule.remember(maps, latest));
    }

    private Tensor descend(Tensor leaf, Tensor loss, double size) {
        if (loss.item_double() == 0) {
            return leaf.detach();
        }
        loss.backward();
        backwards++;
        return leaf.detach().sub(leaf.grad().mul(new Scalar(size)));
    }

    @Override
    public long forwards() {
        return reader.forwards();
    }

    @Override
    public long backwards() {
        return backwards;
    }
}
