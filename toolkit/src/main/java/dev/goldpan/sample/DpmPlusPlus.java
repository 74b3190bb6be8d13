package dev.goldpan.sample;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver++ of order 1 or 2, multistep (Lu et al. 2022, algorithm 2), and its stochastic form (SDE-DPM-Solver++). Latents keep
 * alpha^2 + sigma^2 = 1; lambda = log(alpha / sigma).
 *
 * @param grid the levels visited
 * @param solver the method's settings
 * @param clip for predictions of x0
 */
public record DpmPlusPlus(DpmGrid grid, Solver solver, Clip clip) implements Sampler {
    private static final int FEW_STEPS = 15;

    /** How the second-order term is approximated. */
    public enum Type {
        /** Equation 20 of the paper. */
        MIDPOINT("midpoint"),
        /** Its exact integral. */
        HEUN("heun");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Settings of the method.
     *
     * @param order 1 or 2
     * @param type of the second-order term
     * @param lowerOrderFinal whether the last of fewer than 15 steps is of order 1
     * @param eulerAtFinal whether the last step is of order 1 in any case
     * @param stochastic whether every step adds noise
     */
    public record Solver(int order, Type type, boolean lowerOrderFinal, boolean eulerAtFinal, boolean stochastic) {
        /** Checks the range. */
        public Solver {
            if (order < 1 || order > 2) {
                throw new IllegalArgumentException("solver_order: " + order + " is not supported; use 1 or 2");
            }
        }
    }

    @Override
    public Schedule schedule(int steps) {
        return through(grid.levels(steps));
    }

    @Override
    public Schedule through(List<Level> levels) {
        return Schedule.chain(levels.stream().map(Level::unit).toList(), 1);
    }

    @Override
    public boolean isStochastic() {
        return solver.stochastic();
    }

    /** The prediction before. */
    @Override
    public int slots() {
        return 1;
    }

    @Override
    public State advance(State at, Prediction seen, Tensor fresh) {
        Tensor x0 = clip.apply(seen.x0());
        Blend<Place> next = Blend.over(at.places())
                .plus(place -> kept(place.call()), at.x())
                .plus(place -> weight(place) + slope(place), x0)
                .plus(place -> -slope(place), at.memory().get(0));
        return at.advanced((isStochastic() ? next.plus(place -> added(place.call()), fresh) : next).sum(), x0, x0);
    }

    /** What is left of x: sigma_t / sigma_s, of which the stochastic form keeps e^-h. */
    private double kept(Schedule.Call call) {
        double share = call.to().sigma() / call.from().sigma();
        return solver.stochastic() ? share * Math.exp(-h(call)) : share;
    }

    /** Weight of the prediction as if it were constant over the step. */
    private double weight(Place place) {
        return place.call().to().alpha() * -Math.expm1(-reach(place));
    }

    /** Weight of its difference to the one before, which estimates its slope; zero in a step of order 1. */
    private double slope(Place place) {
        if (isFirstOrder(place)) {
            return 0;
        }
        double ratio = h(place.call()) / h(place.previous());
        return ratio * switch (solver.type()) {
            case MIDPOINT -> 0.5 * weight(place);
            case HEUN -> place.call().to().alpha() * (Math.expm1(-reach(place)) / reach(place) + 1);
        };
    }

    @Override
    public double added(Schedule.Call call) {
        return !solver.stochastic() ? 0 : call.to().sigma() * Math.sqrt(-Math.expm1(-2 * h(call)));
    }

    /** The exponent of the integral: h, twice that in the stochastic form. */
    private double reach(Place place) {
        return solver.stochastic() ? 2 * h(place.call()) : h(place.call());
    }

    private boolean isFirstOrder(Place place) {
        boolean few = solver.lowerOrderFinal() && place.schedule().size() < FEW_STEPS;
        return solver.order() == 1 || place.age() == 0 || place.call().to().sigma() == 0
                || place.isLast() && (solver.eulerAtFinal() || few);
    }

    /** Width of a step in lambda; infinite where it removes all noise. */
    private static double h(Schedule.Call call) {
        return lambda(call.to()) - lambda(call.from());
    }

    private static double lambda(Level level) {
        return -Math.log(level.ratio());
    }
}
