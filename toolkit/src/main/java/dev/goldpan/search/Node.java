package dev.goldpan.search;

import dev.goldpan.sample.Level;
import dev.goldpan.sample.Parametrisation;
import dev.goldpan.sample.Place;
import dev.goldpan.sample.Prediction;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Scope;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A trajectory after some calls: the latents that the last call saw, and what the network said of them. The move that follows is
 * not made yet, so copies that draw their own noise share the call.
 *
 * @param state one item, as the last call saw it; the beginning where there was none
 * @param predicts what {@code output} is
 * @param output of the last call, [1, c, h, w], or null where there was none
 * @param watched the x0-prediction of the call nearest to the watched level, or null before that
 * @param memory what the task's nudge remembers, or null
 */
record Node(State state, Parametrisation predicts, Tensor output, Tensor watched, Tensor memory) implements AutoCloseable {
    /** Where the trajectory stands: at the call that was made last, or that comes first. */
    Place place() {
        return state.places().get(0);
    }

    /** Calls made. */
    int calls() {
        return output == null ? 0 : place().age() + 1;
    }

    /** What the last call said. */
    Prediction seen() {
        return new Prediction(state.x(), state.levels(), predicts, output);
    }

    /** The state after the move that follows the last call. @param fresh draw {@link #calls} where the sampler takes any */
    State moved(Sampler sampler, Tensor fresh) {
        return output == null ? state : sampler.advance(state, seen(), fresh);
    }

    /** How noisy the latents are after that move. */
    Level level() {
        return output == null ? place().level() : place().call().to();
    }

    /** The same, with tensors of its own. */
    Node copy() {
        return new Node(state.select(0), predicts, handle(output), handle(watched), handle(memory));
    }

    private static Tensor handle(Tensor tensor) {
        return tensor == null ? null : new Tensor(tensor);
    }

    /** Whether no call is left to make. */
    boolean hasMadeAll() {
        return output != null && place().next() == place().schedule().size() - 1;
    }

    /** Lets the tensors outlive {@code scope}. */
    void keptBy(Scope scope) {
        tensors().forEach(scope::keep);
    }

    /** Takes the tensors out of every scope: they live until {@link #close}. */
    Node detached() {
        tensors().forEach(Scope::detach);
        return this;
    }

    private Stream<Tensor> tensors() {
        return Stream.concat(state.memory().stream(), Stream.of(state.x(), state.x0(), output, watched, memory)).filter(Objects::nonNull);
    }

    @Override
    public void close() {
        tensors().forEach(Tensor::close);
    }
}
