package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A batch of trajectories on their way: a value. A step makes another state and leaves this one as it was, so trajectories can be
 * forked, resampled, merged, kept and taken up again. Nothing a solver remembers is anywhere else.
 *
 * <p>Each state holds its tensors by handles of its own: {@link #close()} of one does not touch another that shares their memory.
 *
 * @param x the latents, [b, c, h, w], fp32, in the coordinates of {@link Place#level()}
 * @param x0 what the last call said they will be, like {@code x}; zeros at age 0
 * @param places where each item stands
 * @param memory what the solver keeps between calls, each like {@code x}, zeros at age 0
 */
public record State(Tensor x, Tensor x0, List<Place> places, List<Tensor> memory) implements AutoCloseable {
    /** Copies the lists and checks that the parts fit. */
    public State {
        places = List.copyOf(places);
        memory = List.copyOf(memory);
        if (x.size(0) != places.size()) {
            throw new IllegalArgumentException(x.size(0) + " latents at " + places.size() + " places");
        }
    }

    /** A start at {@code place}, which every item of {@code x} shares, for a solver that keeps {@code slots} tensors. */
    static State start(Tensor x, Place place, int slots) {
        try (Scope scope = Scope.open()) {
            Tensor none = torch.zeros_like(x);
            List<Tensor> memory = new ArrayList<>();
            for (int i = 0; i < slots; i++) {
                memory.add(new Tensor(none));
            }
            Place[] places = new Place[(int) x.size(0)];
            Arrays.fill(places, place);
            return new State(new Tensor(x), none, List.of(places), memory).keptBy(scope);
        }
    }

    /** The state after one call. The tensors may be ones this state holds. */
    State advanced(Tensor to, Tensor said, Tensor... kept) {
        List<Tensor> handles = Arrays.stream(kept).map(Tensor::new).toList();
        return new State(new Tensor(to), new Tensor(said), places.stream().map(Place::advanced).toList(), handles);
    }

    /** The same with other latents. */
    public State withX(Tensor other) {
        return new State(other, x0, places, memory);
    }

    /** Number of items. */
    public int batch() {
        return places.size();
    }

    /** Whether every item is finished. */
    public boolean isFinished() {
        return places.stream().allMatch(Place::isFinished);
    }

    /** How noisy each item is. */
    public List<Level> levels() {
        return places.stream().map(Place::level).toList();
    }

    /** These items, in this order: a fork where one is taken twice, a resampling where some are left out. */
    public State select(int... items) {
        long[] rows = Arrays.stream(items).asLongStream().toArray();
        try (Scope scope = Scope.open()) {
            Tensor index = Tensor.create(rows).to(x.device(), torch.ScalarType.Long);
            return map(tensor -> tensor.index_select(0, index), Arrays.stream(items).mapToObj(places::get).toList())
                    .keptBy(scope);
        }
    }

    /** The items of all {@code states}, one after the other, as one batch; they must be of the same solver. */
    public static State concat(List<State> states) {
        int slots = states.get(0).memory.size();
        if (states.stream().anyMatch(state -> state.memory.size() != slots)) {
            throw new IllegalArgumentException("states of different solvers cannot share a batch");
        }
        try (Scope scope = Scope.open()) {
            List<Tensor> memory = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                int kept = slot;
                memory.add(join(states, state -> state.memory.get(kept)));
            }
            return new State(join(states, State::x), join(states, State::x0),
                    states.stream().flatMap(state -> state.places.stream()).toList(), memory).keptBy(scope);
        }
    }

    /** The same trajectories without the graph of how they came about. */
    public State detached() {
        try (Scope scope = Scope.open()) {
            return map(Tensor::detach, places).keptBy(scope);
        }
    }

    /** Lets the tensors outlive {@code scope}. */
    public State keptBy(Scope scope) {
        scope.keep(x);
        scope.keep(x0);
        memory.forEach(scope::keep);
        return this;
    }

    /** Releases this state's handles. */
    @Override
    public void close() {
        x.close();
        x0.close();
        memory.forEach(Tensor::close);
    }

    private State map(UnaryOperator<Tensor> change, List<Place> moved) {
        return new State(change.apply(x), change.apply(x0), moved, memory.stream().map(change).toList());
    }

    private static Tensor join(List<State> states, Function<State, Tensor> part) {
        return torch.cat(new TensorVector(states.stream().map(part).toArray(Tensor[]::new)), 0);
    }
}
