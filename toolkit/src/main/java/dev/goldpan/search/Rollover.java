package dev.goldpan.search;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Rollover budget forcing (RBF, arXiv 2503.19385): from the best of some noises, children of every step are drawn one at a time; the
 * first whose prediction scores better than any before goes on, and what it left of the step's quota serves later steps. When the
 * quota is spent the best child of the step goes on.
 *
 * @param starts noises from which the first is chosen by its prediction after one call
 * @param quota children of each step; 0 for as many as the budget pays
 */
public record Rollover(int starts, int quota) implements Algorithm {
    /** Checks the ranges. */
    public Rollover {
        if (starts < 1 || quota < 0) {
            throw new IllegalArgumentException("starts must be 1 or more and quota 0 or more, found " + starts + " and " + quota);
        }
    }

    @Override
    public boolean findsNoise() {
        return false;
    }

    @Override
    public int together() {
        return 1;
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needImages("rollover budget forcing");
        grounds.needAbsolute("comparing scores at different times");
        grounds.needStochastic("rollover budget forcing");
        return new Repeated(grounds, starts, Descent::new);
    }

    private final class Descent implements Search {
        private final Grounds grounds;
        private final int share;
        private Candidate parent;
        private double bestEver = Double.NEGATIVE_INFINITY;
        private Candidate bestChild;
        private double bestOfStep = Double.NEGATIVE_INFINITY;
        private long left;
        private long drawn;
        private int step = 1;

        Descent(Grounds grounds) {
            this.grounds = grounds;
            long paid = grounds.nfe() == Long.MAX_VALUE ? 1 : (grounds.nfe() - starts) / Math.max(1, grounds.calls() - 1);
            this.share = quota > 0 ? quota : (int) Math.max(1, Math.min(Integer.MAX_VALUE, paid));
            this.left = share;
        }

        @Override
        public List<Candidate> ask() {
            if (parent == null) {
                return LongStream.range(0, starts).mapToObj(i -> new Candidate(grounds.noise(i), grounds.course(), 1)).toList();
            }
            if (step == grounds.calls()) {
                return List.of();
            }
            Recipe child = new Recipe.Resampled(parent, grounds.key("rollover").step(step).particle(drawn++));
            return List.of(new Candidate(child, grounds.course(), step + 1));
        }

        @Override
        public void tell(List<Scored> results) {
            if (parent == null) {
                Scored first = grounds.objective().ranked(results).get(0);
                parent = first.candidate();
                bestEver = grounds.objective().values(List.of(first))[0];
                return;
            }
            Candidate child = results.get(0).candidate();
            double value = grounds.objective().values(results)[0];
            left--;
            if (bestChild == null || value > bestOfStep) {
                bestChild = child;
                bestOfStep = value;
            }
            if (value > bestEver || left <= 0) {
                bestEver = Math.max(bestEver, value);
                parent = bestChild;
                bestChild = null;
                step++;
                drawn = 0;
                left += share;
            }
        }
    }
}
