package dev.goldpan.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * Pseudo numerical methods (Liu et al. 2022): Adams-Bashforth on the raw network output with the exact transfer of their equation 9,
 * which is DDIM's. Begins with three Runge-Kutta steps of four calls (F-PNDM), or without them (PLMS, as Stable Diffusion ships it)
 * by taking the first step twice, the second time with the mean of the outputs at its ends: n + 1 calls.
 *
 * <p>Where outputs are mixed they are mixed raw and turned into epsilon at the beginning of the step, as the reference does for v.
 *
 * @param grid the times visited
 * @param rungeKutta whether to begin with Runge-Kutta steps (not skip_prk_steps)
 * @param endsClean whether the last step goes to alpha-bar 1 (set_alpha_to_one) or to that of training step 0
 */
public record Pndm(TimeGrid grid, boolean rungeKutta, boolean endsClean) implements Sampler {
    private static final int MULTISTEP = 0;
    private static final int REPEAT = 1;
    private static final int RK1 = 2;
    private static final int RK2 = 3;
    private static final int RK3 = 4;
    private static final int RK4 = 5;
    private static final int RUNGE_KUTTA_STEPS = 3;

    /** Weights of the newest output and the three before it, by how many there are. */
    private static final double[][] ADAMS_BASHFORTH = {
        {1, 0, 0, 0}, {3 / 2.0, -1 / 2.0, 0, 0}, {23 / 12.0, -16 / 12.0, 5 / 12.0, 0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}};

    @Override
    public Schedule schedule(int steps) {
        int[] times = grid.whole(steps);
        int apart = grid.train() / steps;
        List<Schedule.Call> calls = new ArrayList<>();
        if (rungeKutta) {
            warmUp(times, apart / 2, calls);
        }
        for (int i = rungeKutta ? RUNGE_KUTTA_STEPS : 0; i < steps; i++) {
            if (i == 1 && !rungeKutta) {
                calls.add(new Schedule.Call(level(times[1]), level(times[1] + apart), level(times[1]), REPEAT));
            }
            calls.add(new Schedule.Call(level(times[i]), level(times[i] - apart)));
        }
        return new Schedule(calls, 1);
    }

    private void warmUp(int[] times, int half, List<Schedule.Call> calls) {
        if (times.length <= RUNGE_KUTTA_STEPS) {
            throw new IllegalArgumentException("steps: " + times.length + " is too few for Runge-Kutta steps; take at least "
                    + (RUNGE_KUTTA_STEPS + 1) + ", or set skip_prk_steps");
        }
        for (int i = 0; i < RUNGE_KUTTA_STEPS; i++) {
            Level from = level(times[i]);
            Level middle = level(times[i + 1] + half);
            Level to = level(times[i + 1]);
            calls.add(new Schedule.Call(from, from, level(times[i] - half), RK1));
            calls.add(new Schedule.Call(middle, from, middle, RK2));
            calls.add(new Schedule.Call(middle, from, to, RK3));
            calls.add(new Schedule.Call(to, from, to, RK4));
        }
    }

    private Level level(int time) {
        return Ddim.before(grid.path(), time, endsClean);
    }

    /** Plain multistep calls, which begin at order 1; the times should be evenly spaced. */
    @Override
    public Schedule through(List<Level> levels) {
        return Schedule.chain(levels.stream().map(Level::unit).toList(), 1);
    }

    @Override
    public boolean isStochastic() {
        return false;
    }

    /** The three outputs before, the latents where the current step began, and the Runge-Kutta sum. */
    @Override
    public int slots() {
        return rungeKutta ? 5 : 4;
    }

    @Override
    public State advance(State at, Prediction seen, Tensor fresh) {
        Tensor first = at.memory().get(0);
        Tensor second = at.memory().get(1);
        Tensor third = at.memory().get(2);
        Tensor base = choose(at, Pndm::isNewStep, at.x(), at.memory().get(3));
        Blend<Place> mixed = Blend.over(at.places())
                .plus(place -> weight(place, 0), seen.output())
                .plus(place -> weight(place, 1), first)
                .plus(place -> weight(place, 2), second)
                .plus(place -> weight(place, 3), third);
        if (rungeKutta) {
            mixed = mixed.plus(place -> place.call().stage() == RK4 ? 1 : 0, at.memory().get(4));
        }
        List<Level> from = at.places().stream().map(place -> place.call().from()).toList();
        Tensor eps = new Prediction(base, from, seen.predicts(), mixed.sum()).eps();
        Tensor next = Blend.over(at.places())
                .plus(place -> scale(place.call()), base)
                .plus(place -> place.call().to().sigma() - scale(place.call()) * place.call().from().sigma(), eps)
                .sum();
        Tensor[] kept = new Tensor[slots()];
        kept[0] = choose(at, Pndm::isNewStep, seen.output(), first);
        kept[1] = choose(at, Pndm::isNewStep, first, second);
        kept[2] = choose(at, Pndm::isNewStep, second, third);
        kept[3] = base;
        if (rungeKutta) {
            kept[4] = Blend.over(at.places())
                    .plus(place -> place.call().stage() == RK1 ? 1 / 6.0 : 1 / 3.0, seen.output())
                    .plus(place -> place.call().stage() == RK1 ? 0 : 1, at.memory().get(4))
                    .sum();
        }
        return at.advanced(next, seen.x0(), kept);
    }

    /** Weight of output number {@code index}, 0 being the newest. */
    private static double weight(Place place, int index) {
        return switch (place.call().stage()) {
            case MULTISTEP -> ADAMS_BASHFORTH[Math.min(place.made(Pndm::isNewStep), 3)][index];
            case REPEAT -> index < 2 ? 1 / 2.0 : 0;
            case RK4 -> index == 0 ? 1 / 6.0 : 0;
            default -> index == 0 ? 1 : 0;
        };
    }

    private static boolean isNewStep(Place place) {
        return isNewStep(place.call());
    }

    private static boolean isNewStep(Schedule.Call call) {
        return call.stage() == MULTISTEP || call.stage() == RK1;
    }

    private static double scale(Schedule.Call call) {
        return call.to().alpha() / call.from().alpha();
    }

    private static Tensor choose(State at, Predicate<Place> first, Tensor one, Tensor other) {
        return Blend.over(at.places()).plus(place -> first.test(place) ? 1 : 0, one)
                .plus(place -> first.test(place) ? 0 : 1, other).sum();
    }
}
