package dev.goldpan.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Noises that go uphill: each is looked at with its gradient, and the algorithm's rule says where it goes. Where the rule says that a
 * climb is over, where there is no gradient, or where it leads nowhere, another noise takes the place.
 */
final class Climbs implements Search {
    /** Where one climb goes; remembers its way. */
    @FunctionalInterface
    interface Rule {
        /**
         * The next noise.
         *
         * @param noise that was looked at
         * @param gradient of its value
         * @param value higher is better
         * @return null where the climb is over
         */
        float[] next(float[] noise, float[] gradient, double value);
    }

    private final Grounds grounds;
    private final Supplier<Rule> rules;
    private final Noises noises;
    private final Queue<Recipe> waiting = new ArrayDeque<>();
    private final List<Climb> climbs = new ArrayList<>();
    private final int count;
    private final int starts;
    private long drawn;
    private boolean isClimbing;

    /**
     * @param count climbs at a time
     * @param starts noises that are looked at first, without their gradients, for climbs to begin with the best; 0 for none
     * @param rules one for each climb
     */
    Climbs(Grounds grounds, int count, int starts, Supplier<Rule> rules) {
        this.grounds = grounds;
        this.count = count;
        this.starts = starts;
        this.rules = rules;
        this.noises = new Noises(grounds.shape().stream().mapToLong(Long::longValue).toArray(), grounds.blobs());
    }

    /**
     * Where one climb stands.
     *
     * @param origin the noise it began with
     * @param at the noise to be looked at
     */
    private record Climb(Recipe origin, Recipe at, Rule rule) {}

    @Override
    public List<Candidate> ask() {
        if (starts > 0 && drawn == 0) {
            List<Candidate> first = new ArrayList<>();
            while (drawn < starts) {
                first.add(grounds.candidate(grounds.noise(drawn++)));
            }
            return first;
        }
        isClimbing = true;
        while (climbs.size() < count) {
            climbs.add(begun());
        }
        return climbs.stream().map(climb -> grounds.candidate(climb.at)).toList();
    }

    @Override
    public boolean wantsGradients() {
        return isClimbing;
    }

    @Override
    public void tell(List<Scored> results) {
        if (!isClimbing) {
            grounds.objective().ranked(results).forEach(scored -> waiting.add(scored.candidate().recipe()));
            return;
        }
        double[] values = grounds.objective().values(results);
        for (int i = 0; i < values.length; i++) {
            climbs.set(i, moved(climbs.get(i), results.get(i).gradient(), values[i]));
        }
    }

    private Climb moved(Climb climb, String gradient, double value) {
        if (gradient == null) {
            return begun();
        }
        float[] noise = noises.numbers(climb.at);
        float[] next = climb.rule.next(noise, grounds.blobs().read(gradient), value);
        if (next == null || Arrays.equals(next, noise) || !isFinite(next)) {
            return begun();
        }
        return new Climb(climb.origin, new Recipe.Optimised(climb.origin, grounds.blobs().write(next)), climb.rule);
    }

    private Climb begun() {
        Recipe noise = waiting.isEmpty() ? grounds.noise(drawn++) : waiting.poll();
        return new Climb(noise, noise, rules.get());
    }

    private static boolean isFinite(float[] numbers) {
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }
}
