package dev.goldpan.search;

import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Differentiable;
import dev.goldpan.verify.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradients of a verifier's score with respect to the noise that trajectories began with: back through the verifier, the decoder and
 * every step of the sampler; or, of trajectories on their way, with respect to where they stand.
 *
 * <p>Of a trajectory only what each call saw is kept, a latent or a few; a step is made again with its graph when its turn comes, and
 * the graph goes before the next one is made (activation checkpointing, Chen et al. 2016, with every step a segment). So memory does not
 * grow with the number of steps, and each call is run twice.
 */
final class Gradients {
    private final Task task;
    private final Differentiable verifier;
    private long evaluations;
    private long decodes;

    Gradients(Task task, Differentiable verifier) {
        this.task = task;
        this.verifier = verifier;
    }

    /** Evaluations of the denoiser so far, each of which was also gone back through once. */
    long evaluations() {
        return evaluations;
    }

    /** Latents decoded so far. */
    long decodes() {
        return decodes;
    }

    /**
     * Goes back.
     *
     * @param seen what each call saw, from the first on: [b] trajectories in each
     * @param fresh the noise that the move after each call takes, [b, c, h, w], in the open scope; null where the sampler takes none
     * @param latents where they ended, [b, c, h, w]
     * @return d score / d noise, [b, c, h, w]
     */
    Tensor of(List<State> seen, IntFunction<Tensor> fresh, Tensor latents) {
        try (Scope scope = Scope.open()) {
            List<Tensor> slopes = new ArrayList<>(List.of(ofScore(latents)));
            Sampler sampler = task.sampler();
            Denoiser denoiser = task.denoiser();
            for (int call = seen.size() - 1; call >= 0; call--) {
                try (Scope step = Scope.open()) {
                    State leaf = leaf(seen.get(call));
                    State next = sampler.step(leaf, denoiser, task.given().spread(leaf.batch()), fresh.apply(call));
                    evaluations += leaf.batch();
                    List<Tensor> before = back(weighted(parts(next), slopes), parts(leaf));
                    before.forEach(slope -> keep(step, slope));
                    slopes.forEach(Gradients::close);
                    slopes = before;
                }
            }
            double scale = seen.get(0).places().get(0).schedule().scale();
            return scope.keep(slopes.get(0).mul(new Scalar(scale)));
        }
    }

    /**
     * Goes back from what the x0-predictions of one call score, through that call alone.
     *
     * @param seen what the call saw, [b] trajectories
     * @return d score / d latents in units of the noise that the next move adds, [b, c, h, w]
     */
    Tensor ofPredictions(State seen) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = leaf(seen.x());
            Tensor x0 = task.denoiser().predict(leaf, seen.levels(), task.given().spread(seen.batch())).x0();
            evaluations += seen.batch();
            Tensor slope = back(score(x0), List.of(leaf)).get(0);
            float[] added = new float[(int) seen.batch()];
            for (int row = 0; row < added.length; row++) {
                added[row] = (float) task.sampler().added(seen.places().get(row).call());
            }
            return scope.keep(slope.mul(Tensor.create(added, added.length, 1, 1, 1).to(slope)));
        }
    }

    /** d score / d latents, like {@code latents}. */
    private Tensor ofScore(Tensor latents) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = leaf(latents);
            return scope.keep(back(score(leaf), List.of(leaf)).get(0));
        }
    }

    /** The scores of all {@code latents} together, with their graph. */
    private Tensor score(Tensor latents) {
        Tensor images = task.decode(latents);
        decodes += latents.size(0);
        List<Evidence> shown = IntStream.range(0, (int) latents.size(0)).mapToObj(row ->
                new Evidence(null, null, latents.narrow(0, row, 1), images.narrow(0, row, 1), task.prompt(), null)).toList();
        return verifier.differentiable(shown).sum();
    }

    /** The sum of {@code ends}, each weighted by its slope; those whose slope is null or missing do not count. */
    private static Tensor weighted(List<Tensor> ends, List<Tensor> slopes) {
        Tensor sum = null;
        for (int i = 0; i < slopes.size(); i++) {
            if (slopes.get(i) != null) {
                Tensor part = ends.get(i).mul(slopes.get(i)).sum();
                sum = sum == null ? part : sum.add(part);
            }
        }
        return sum;
    }

    /** d sum / d leaf for each leaf, null where it does not depend on it. */
    private static List<Tensor> back(Tensor sum, List<Tensor> leaves) {
        sum.backward();
        List<Tensor> slopes = new ArrayList<>();
        for (Tensor leaf : leaves) {
            Tensor slope = leaf.grad();
            slopes.add(slope.defined() ? new Tensor(slope) : null); // a handle of its own: what grad gives goes with the leaf
        }
        return slopes;
    }

    /** Everything in a state that the next one may depend on, the latents first. */
    private static List<Tensor> parts(State state) {
        return Stream.concat(Stream.of(state.x(), state.x0()), state.memory().stream()).toList();
    }

    private static State leaf(State seen) {
        return new State(leaf(seen.x()), leaf(seen.x0()), seen.places(), seen.memory().stream().map(Gradients::leaf).toList());
    }

    private static Tensor leaf(Tensor tensor) {
        return tensor.detach().clone().requires_grad_(true);
    }

    private static void keep(Scope scope, Tensor tensor) {
        if (tensor != null) {
            scope.keep(tensor);
        }
    }

    private static void close(Tensor tensor) {
        if (tensor != null) {
            tensor.close();
        }
    }
}
