package dev.goldpan.run;

import dev.goldpan.guide.Losses;
import java.util.List;

/**
 * A search without a verifier: losses of the model's own attention rank noises, as arXiv 2506.12633 has it. Components are called as the
 * options of the command line.
 *
 * @param loss its name, or several as in {@code a+b}, which rank by their mean rank
 * @param n evaluations of the loss, 0 for the plain seed; null for {@value #USUAL}, or for what other limits allow
 * @param optimise evaluations at most by which each noise is made better before it is looked at (InitNO), 0 for none
 */
public record ByLoss(String loss, Integer n, int optimise) {
    /** Among the scores of an optimised noise: 1 where it passed the loss's own test, else 0. */
    public static final String PASSED = "passed";
    private static final int USUAL = 10;

    /** Checks names and ranges. */
    public ByLoss {
        List.of(loss.split("\\+", -1)).forEach(name -> Losses.check("--loss", name));
        if (n != null && n < 0) {
            throw new IllegalArgumentException("--n: " + n + " evaluations are not possible; use 0 or more");
        }
        if (optimise < 0) {
            throw new IllegalArgumentException("--optimise: " + optimise + " evaluations are not possible; use 1 or more");
        }
    }

    /** What steers, as a spec calls it. */
    public String verifier() {
        return Losses.isLoss(loss) ? loss : "ensemble:" + loss;
    }

    /** Evaluations at most by which each noise is optimised; none for the plain seed. */
    public int evaluationsEach() {
        return n != null && n == 0 ? 0 : optimise;
    }

    /** {@code limits} with as many noises as the evaluations pay for; the plain seed alone where those are 0. */
    public Limits within(Limits limits) {
        if (n == null && limits.isGiven()) {
            return limits;
        }
        int evaluations = n == null ? USUAL : n;
        int each = Math.max(1, optimise);
        return limits.withCandidates(Math.max(1, (evaluations + each - 1) / each));
    }
}
