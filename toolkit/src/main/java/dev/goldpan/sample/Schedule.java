package dev.goldpan.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Every call of the network that one trajectory makes, in order. One call is one step of a {@link State}; methods that call
 * the network several times per interval (Heun, Runge-Kutta) have several steps there.
 *
 * @param calls at least one
 * @param scale standard deviation of the latents that the first call starts from, where standard normal noise starts the trajectory
 */
public record Schedule(List<Call> calls, double scale) {
    /**
     * One call of the network and the move that follows.
     *
     * @param at how noisy the latents are that the network sees
     * @param from where the move starts; differs from {@code at} where the method returns to latents it kept
     * @param to how noisy the latents are afterwards
     * @param stage 0 for a plain step, else the solver's own number for what the call is part of
     */
    public record Call(Level at, Level from, Level to, int stage) {
        /** A plain step. */
        public Call(Level at, Level to) {
            this(at, at, to, 0);
        }

        /** Whether the call needs nothing but the latents it sees, so that a trajectory may start with it. */
        public boolean mayStart() {
            return at.equals(from);
        }
    }

    /** Copies the list. */
    public Schedule {
        calls = List.copyOf(calls);
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs at least one step");
        }
    }

    /** One plain step between each level and the next. */
    static Schedule chain(List<Level> levels, double scale) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i + 1 < levels.size(); i++) {
            calls.add(new Call(levels.get(i), levels.get(i + 1)));
        }
        return new Schedule(calls, scale);
    }

    /** How often the network is called. */
    public int size() {
        return calls.size();
    }

    /** What the network is told at each call: diffusers' {@code timesteps}. */
    public double[] times() {
        return calls.stream().mapToDouble(call -> call.at().time()).toArray();
    }
}
