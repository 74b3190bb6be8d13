package dev.goldpan.search;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Path;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.Schedule;
import java.util.ArrayList;
import java.util.List;

/** Which calls of the network a trajectory makes, in words that do not depend on the sampler. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Course.Steps.class, name = "steps"),
    @JsonSubTypes.Type(value = Course.Leg.class, name = "leg")
})
public sealed interface Course {
    /** The calls of {@code sampler} on {@code path}, of which those from {@link #entry()} on are made. */
    Schedule schedule(Sampler sampler, Path path);

    /** The first call that is made. */
    int entry();

    /**
     * The sampler's own way.
     *
     * @param steps it takes from pure noise
     * @param entry the call it begins with: 0, or later for a trajectory that begins midway
     */
    record Steps(int steps, int entry) implements Course {
        /** The most steps there can be. */
        public static final int MOST = 1000;

        /** Checks the ranges. */
        public Steps {
            if (steps < 1 || steps > MOST) {
                throw new IllegalArgumentException("steps: " + steps + " is not possible; use 1 to " + MOST);
            }
            if (entry < 0) {
                throw new IllegalArgumentException("entry: " + entry + " is negative");
            }
        }

        /** From pure noise. */
        public Steps(int steps) {
            this(steps, 0);
        }

        /** The same steps, begun with call {@code entry}. */
        public Steps from(int call) {
            return new Steps(steps, call);
        }

        @Override
        public Schedule schedule(Sampler sampler, Path path) {
            return sampler.schedule(steps);
        }
    }

    /**
     * Even steps of time, and from where they end straight to clean.
     *
     * @param from time of the first call, in the path's units
     * @param to time where the even steps end; at 0 or below they end clean and there is no further step
     * @param steps number of even steps
     */
    record Leg(double from, double to, int steps) implements Course {
        /** Checks the order. */
        public Leg {
            if (steps < 1 || steps > Steps.MOST) {
                throw new IllegalArgumentException("steps of a leg: " + steps + " is not possible; use 1 to " + Steps.MOST);
            }
            if (!(from > Math.max(0, to)) || !Double.isFinite(from) || !Double.isFinite(to)) {
                throw new IllegalArgumentException("a leg goes from a time to an earlier one, not from " + from + " to " + to);
            }
        }

        @Override
        public int entry() {
            return 0;
        }

        @Override
        public Schedule schedule(Sampler sampler, Path path) {
            List<Level> levels = new ArrayList<>();
            double end = Math.max(0, to);
            for (int i = 0; i < steps; i++) {
                levels.add(path.at(from + (end - from) * i / steps));
            }
            if (end > 0) {
                levels.add(path.at(end));
            }
            levels.add(Level.CLEAN);
            return sampler.through(levels);
        }
    }
}
