package dev.goldpan.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Depth-first search with backtracking (arXiv 2505.23614): a trajectory that looks bad on its way is noised back and tried again,
 * until its tries are spent; then the best state seen at that look goes on. Prompts that are hard take more of the budget.
 *
 * @param looks where trajectories are looked at
 * @param threshold score below which one goes back; null for the median of all scores seen at that look
 * @param depth how far back it goes, a share of a whole trajectory
 * @param tries that one trajectory may go back
 * @param lanes independent searches side by side, which fill the batch
 */
public record DepthFirst(Looks looks, Double threshold, double depth, int tries, int lanes) implements Algorithm {
    /** Checks the ranges. */
    public DepthFirst {
        if (!(depth > 0 && depth <= 1)) {
            throw new IllegalArgumentException("depth: " + depth + " is not in (0, 1]");
        }
        if (tries < 0 || lanes < 1) {
            throw new IllegalArgumentException("tries must be 0 or more and lanes 1 or more, found " + tries + " and " + lanes);
        }
    }

    @Override
    public boolean findsNoise() {
        return false;
    }

    @Override
    public int together() {
        return lanes;
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needImages("depth-first search");
        grounds.needAbsolute("comparing scores at different times");
        return new Lanes(grounds);
    }

    private final class Lanes implements Search {
        private final Grounds grounds;
        private final int[] calls;
        private final List<List<Double>> seen = new ArrayList<>();
        private final List<Lane> running = new ArrayList<>();
        private long noises;
        private long draws;

        Lanes(Grounds grounds) {
            this.grounds = grounds;
            this.calls = looks.in(grounds.calls());
            for (int i = 0; i < calls.length; i++) {
                seen.add(new ArrayList<>());
            }
            for (int i = 0; i < lanes; i++) {
                running.add(new Lane());
            }
        }

        @Override
        public List<Candidate> ask() {
            return running.stream().map(Lane::next).toList();
        }

        @Override
        public void tell(List<Scored> results) {
            double[] values = grounds.objective().values(results);
            for (int i = 0; i < values.length; i++) {
                running.get(i).advance(results.get(i).candidate(), values[i]);
            }
        }

        /** Whether {@code value} is good enough at {@code look}; counts it among those seen there. */
        private boolean passes(int look, double value) {
            List<Double> before = seen.get(look);
            double bar = threshold != null ? threshold
                    : before.isEmpty() ? Double.NEGATIVE_INFINITY : before.stream().sorted().toList().get(before.size() / 2);
            before.add(value);
            return value >= bar;
        }

        private final class Lane {
            private Recipe recipe = grounds.noise(noises++);
            private Course.Steps course = grounds.course();
            private int look;
            private int left = tries;
            private Candidate best;
            private double bestValue;

            Candidate next() {
                return new Candidate(recipe, course, calls[look] - course.entry());
            }

            void advance(Candidate at, double value) {
                if (best == null || value > bestValue) {
                    best = at;
                    bestValue = value;
                }
                if (look == calls.length - 1) {
                    begin(grounds.noise(noises++));
                    left = tries;
                } else if (passes(look, value)) {
                    descend(at);
                } else if (left > 0) {
                    left--;
                    goBack(at);
                } else {
                    descend(best);
                }
            }

            private void begin(Recipe noise) {
                recipe = noise;
                course = grounds.course();
                look = 0;
                best = null;
            }

            private void descend(Candidate from) {
                recipe = from.recipe();
                course = (Course.Steps) from.course();
                look++;
                best = null;
            }

            /** Noise is added up to an earlier call; what is seen at this look next time is compared with what was seen before. */
            private void goBack(Candidate from) {
                int call = calls[look] - (int) Math.max(1, Math.round(depth * grounds.calls()));
                if (call <= 0) {
                    recipe = grounds.noise(noises++);
                    course = grounds.course();
                } else {
                    recipe = new Recipe.Renoised(from, grounds.key("depth-first").candidate(draws++));
                    course = grounds.course().from(grounds.start(call));
                }
            }
        }
    }
}
