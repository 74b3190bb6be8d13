package dev.goldpan.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * Zero-Order Search (Ma et al. 2025, section 3): a pivot, neighbours of it at a fixed distance, the best of which is the next pivot.
 * Distance is the angle between noises, as in the neighbour sampler of the paper's first author; a chord of lambda times the norm is
 * {@code tau = 1 - lambda^2 / 2}.
 *
 * <p>After {@value #LONGEST} moves away from one noise it begins with another: a recipe tells the whole way, and files have to hold it.
 *
 * @param neighbours drawn in each round (the paper's N)
 * @param tau cosine between pivot and neighbour
 * @param policy what becomes of a pivot that no neighbour beats
 * @param rounds to go, 0 for as many as the budget pays
 */
public record ZeroOrder(int neighbours, double tau, Policy policy, int rounds) implements Algorithm {
    private static final int LONGEST = 400;

    /** What becomes of a pivot that no neighbour beats. The paper does not say; its first author has proposed the last two. */
    public enum Policy {
        /** The best neighbour is the next pivot whether or not it is better; the pivot itself is not evaluated, as the paper counts. */
        @JsonProperty("move-always")
        MOVE_ALWAYS,
        /** It stays. */
        @JsonProperty("elitist")
        ELITIST,
        /** It stays, and the round does not count. */
        @JsonProperty("retry")
        RETRY,
        /** It is put by, and the search starts again from new noise; the best of all is kept in the end. */
        @JsonProperty("restart")
        RESTART
    }

    /** Checks the ranges. */
    public ZeroOrder {
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours: " + neighbours + " is not possible; use 1 or more");
        }
        if (!(tau > -1 && tau < 1)) {
            throw new IllegalArgumentException("tau: " + tau + " is not in (-1, 1)");
        }
    }

    @Override
    public int together() {
        return neighbours;
    }

    @Override
    public boolean isAnytime() {
        return true;
    }

    @Override
    public Search begin(Grounds grounds) {
        return new Walk(grounds);
    }

    private final class Walk implements Search {
        private final Grounds grounds;
        private Recipe pivot;
        private Scored pivotScored;
        private int attempt;
        private int round;
        private int restarts;
        private int moves; // since the last fresh noise

        Walk(Grounds grounds) {
            this.grounds = grounds;
            this.pivot = grounds.noise(0);
        }

        @Override
        public List<Candidate> ask() {
            List<Candidate> asked = new ArrayList<>();
            if (rounds > 0 && round == rounds) {
                return asked;
            }
            if (policy != Policy.MOVE_ALWAYS && pivotScored == null) {
                asked.add(grounds.candidate(pivot));
            }
            for (int i = 0; i < neighbours; i++) {
                asked.add(grounds.candidate(new Recipe.Neighbour(pivot, tau, grounds.key("neighbour").candidate(attempt).particle(i))));
            }
            return asked;
        }

        private void begin(Recipe noise) {
            pivot = noise;
            pivotScored = null;
            moves = 0;
        }

        @Override
        public void tell(List<Scored> results) {
            List<Scored> pool = new ArrayList<>(results);
            if (pivotScored != null) {
                pool.add(0, pivotScored);
            }
            Scored best = grounds.objective().ranked(pool).get(0); // of equals the first, which is the pivot
            attempt++;
            if (policy == Policy.MOVE_ALWAYS || !best.candidate().recipe().equals(pivot)) {
                pivot = best.candidate().recipe();
                pivotScored = policy == Policy.MOVE_ALWAYS ? null : best;
                round++;
                if (++moves == LONGEST) {
                    begin(grounds.noise(++restarts));
                }
            } else if (policy == Policy.RESTART) {
                begin(grounds.noise(++restarts));
                round++;
            } else {
                pivotScored = best;
                round += policy == Policy.ELITIST ? 1 : 0;
            }
        }
    }
}
