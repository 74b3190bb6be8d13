package dev.goldpan.sample;

import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A solver of the differential equation from noise to image. It holds settings only; where a trajectory stands and what the method
 * remembers is in its {@link State}. One step is one call of the denoiser per item.
 *
 * <p>Latents are computed in fp32 whatever the network computes in (diffusers' DDIM and PNDM compute in the network's precision),
 * and weights of sums in double precision (diffusers: fp32).
 */
public interface Sampler {
    /** The calls of a trajectory of {@code steps} steps, as the scheduler of this name in diffusers sets them. */
    Schedule schedule(int steps);

    /**
     * The calls of a trajectory through given levels, for searches that choose their own: from the first to the last of them, each
     * less noisy than the one before.
     *
     * @param levels two or more, in any coordinates
     */
    Schedule through(List<Level> levels);

    /** Whether every step, the last one included, takes one draw of noise. Draw 0 of a {@link Noise} being the start. */
    boolean isStochastic();

    /** Standard deviation of the noise that the move of {@code call} adds, in the coordinates of the latents; 0 for none. */
    default double added(Schedule.Call call) {
        return 0;
    }

    /** Tensors that a state carries between calls. */
    int slots();

    /**
     * What follows from a prediction: {@link #step} without its call of the denoiser, for methods that change predictions.
     *
     * @param seen the prediction of {@code at.x()} at {@code at.levels()}
     * @param fresh standard normals like {@code at.x()}; ignored by deterministic solvers, may be null there
     */
    State advance(State at, Prediction seen, Tensor fresh);

    /**
     * Trajectories at the beginning of {@code schedule}.
     *
     * @param noise standard normals, [b, c, h, w], fp32
     */
    default State start(Tensor noise, Schedule schedule) {
        try (Scope scope = Scope.open()) {
            return resume(noise.mul(new Scalar(schedule.scale())), schedule, 0).keptBy(scope);
        }
    }

    /**
     * Trajectories in the middle of {@code schedule}, with nothing remembered.
     *
     * @param x latents as noisy as call {@code next} expects, in its coordinates, [b, c, h, w]
     * @param next a call that may start a trajectory ({@link Schedule.Call#mayStart})
     */
    default State resume(Tensor x, Schedule schedule, int next) {
        Place place = new Place(schedule, next, 0);
        if (!place.isFinished() && !place.call().mayStart()) {
            throw new IllegalArgumentException("call " + next + " of this schedule continues the one before and cannot start");
        }
        return State.start(x, place, slots());
    }

    /**
     * One call of the denoiser for every item and the move that follows. Items may stand at different calls of different schedules.
     *
     * @param at unfinished trajectories of this solver
     * @param fresh draw {@code age + 1} of each item's noise, like {@code at.x()}, where {@link #isStochastic()}; else null
     */
    default State step(State at, Denoiser model, Conditioning given, Tensor fresh) {
        if (at.places().stream().anyMatch(Place::isFinished)) {
            throw new IllegalArgumentException("a finished trajectory cannot take a step; select the others first");
        }
        if (isStochastic() && fresh == null) {
            throw new IllegalArgumentException(this + " adds noise at every step and was given none");
        }
        try (Scope scope = Scope.open()) {
            return advance(at, model.predict(at.x(), at.levels(), given), fresh).keptBy(scope);
        }
    }

    /** All steps until the end, where nothing but the sampler moves the latents. */
    default State finish(State start, Denoiser model, Conditioning given, List<? extends Noise> noises, Consumer<State> watcher) {
        return finish(start, model, given, noises, Nudge.NONE, watcher);
    }

    /**
     * All steps until the end. Native memory stays where it is: each state is released after the next one is there and
     * {@code watcher} has seen it.
     *
     * @param start trajectories with equally many steps left; released
     * @param noises one per item, where {@link #isStochastic()}; else not looked at
     * @param nudge moves each item's latents before each call
     * @param watcher sees every state from the one after the first step to the last
     */
    default State finish(State start, Denoiser model, Conditioning given, List<? extends Noise> noises, Nudge nudge,
            Consumer<State> watcher) {
        State now = start;
        Tensor[] memory = new Tensor[start.batch()];
        while (!now.isFinished()) {
            State next;
            try (Scope scope = Scope.open()) {
                List<Place> places = now.places();
                Tensor fresh = isStochastic() ? Noise.batch(noises, i -> places.get(i).age() + 1).to(now.x()) : null;
                next = step(nudged(now, nudge, memory), model, given, fresh).keptBy(scope);
                Arrays.stream(memory).filter(Objects::nonNull).forEach(scope::keep);
            }
            now.close();
            now = next;
            watcher.accept(now);
        }
        return now;
    }

    /** {@code at} as {@code nudge} moves it. @param memory of each item, replaced */
    private static State nudged(State at, Nudge nudge, Tensor[] memory) {
        if (at.places().stream().noneMatch(nudge::moves)) {
            return at;
        }
        Tensor[] moved = new Tensor[at.batch()];
        for (int item = 0; item < moved.length; item++) {
            Nudge.Moved to = nudge.before(at.x().narrow(0, item, 1), at.places().get(item), memory[item]);
            moved[item] = to.x();
            memory[item] = to.memory();
        }
        return at.withX(torch.cat(new TensorVector(moved), 0));
    }
}
