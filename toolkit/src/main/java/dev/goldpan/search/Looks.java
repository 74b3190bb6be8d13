package dev.goldpan.search;

import java.util.stream.IntStream;

/**
 * Where a search looks at trajectories on their way. Positions are shares of the calls of a whole trajectory.
 *
 * @param from the first look
 * @param to the last look
 * @param every distance between looks: as a share where it is below 1, else in calls
 */
public record Looks(double from, double to, double every) {
    /** Checks the ranges. */
    public Looks {
        if (!(from >= 0 && to >= from && to <= 1 && every > 0)) {
            throw new IllegalArgumentException("looks: from " + from + " to " + to + " every " + every
                    + " is not possible; use 0 <= from <= to <= 1 and a positive distance");
        }
    }

    /** The numbers of calls after which trajectories of {@code calls} calls are looked at: rising, and in the end all. */
    int[] in(int calls) {
        double stride = every < 1 ? every * calls : every;
        int count = (int) Math.floor((to - from) * calls / stride + 1e-9) + 1;
        IntStream ways = IntStream.range(0, count).map(i -> (int) Math.round(from * calls + i * stride));
        return IntStream.concat(ways.filter(look -> look >= 1 && look < calls).distinct(), IntStream.of(calls)).toArray();
    }
}
