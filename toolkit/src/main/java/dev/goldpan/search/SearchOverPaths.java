package dev.goldpan.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Search over Paths (Ma et al. 2025, section 3). N noises are brought down to an early-stopping level; then, in rounds, M noised
 * copies of each go up by {@code forward} and down by {@code backward}, one further call shows what they will be, and the best N of
 * all go on, until clean. Noising is the forward process itself, which keeps the marginals on any path.
 *
 * <p>All positions are shares of the time of pure noise. The paper's 0.11, 0.78 and 0.81 are flow times; for VP models 120, 780 and
 * 810 of 1000 are used.
 *
 * @param paths that are kept (N)
 * @param children of each path in each round (M)
 * @param start where the search begins (sigma)
 * @param forward how far copies are noised (delta f)
 * @param backward how far they are denoised, more than forward (delta b)
 * @param length calls of one way down (L)
 */
public record SearchOverPaths(int paths, int children, double start, double forward, double backward, int length)
        implements Algorithm {
    private static final double TINY = 1e-9;

    /** Checks the ranges. */
    public SearchOverPaths {
        if (paths < 1 || children < 1 || length < 1) {
            throw new IllegalArgumentException("paths, children and length must be 1 or more, found " + paths + ", " + children
                    + " and " + length);
        }
        if (!(start > 0 && start < 1 && forward > 0 && backward > forward && start + forward < 1)) {
            throw new IllegalArgumentException("start, forward, backward: of pure noise's time, with start + forward below 1 and"
                    + " backward above forward; found " + start + ", " + forward + ", " + backward);
        }
    }

    @Override
    public boolean findsNoise() {
        return false;
    }

    @Override
    public int together() {
        return paths * children;
    }

    @Override
    public boolean isAnytime() {
        return true;
    }

    @Override
    public Search begin(Grounds grounds) {
        grounds.needImages("search over paths");
        return new Repeated(grounds, paths, Rounds::new);
    }

    private final class Rounds implements Search {
        private final Grounds grounds;
        private double at = start;
        private int round;
        private List<Candidate> survivors = new ArrayList<>();

        Rounds(Grounds grounds) {
            this.grounds = grounds;
            int calls = Math.max(1, (int) Math.round(grounds.calls() * (1 - start)));
            Course down = new Course.Leg(grounds.horizon() - 1, start * grounds.horizon(), calls);
            for (int path = 0; path < paths; path++) {
                survivors.add(new Candidate(grounds.noise(path), down, grounds.calls(down) - 1));
            }
        }

        @Override
        public List<Candidate> ask() {
            List<Candidate> asked = new ArrayList<>();
            if (at <= 0) {
                return asked;
            }
            double top = (at + forward) * grounds.horizon();
            Course leg = new Course.Leg(top, (at + forward - backward) * grounds.horizon(), length);
            for (Candidate path : survivors) {
                for (int child = 0; child < children; child++) {
                    asked.add(new Candidate(new Recipe.Renoised(path, grounds.key("paths").step(round).particle(asked.size())), leg,
                            grounds.calls(leg)));
                }
            }
            return asked;
        }

        @Override
        public void tell(List<Scored> results) {
            at = Math.rint((at + forward - backward) / TINY) * TINY; // 0.12 less four times 0.03 is not 0
            round++;
            survivors = grounds.objective().ranked(results).stream().limit(paths).map(Scored::candidate)
                    .map(child -> child.after(at > 0 ? child.calls() - 1 : child.calls())).toList();
        }
    }
}
