package dev.goldpan.cli;

import dev.goldpan.guide.Losses;
import java.util.List;
import picocli.CommandLine.Option;

/** Search without a verifier: losses of the model's own attention rank noises, as arXiv 2506.12633 has it. */
final class LossOptions {
    private static final int USUAL = 10;

    @Option(names = "--loss", paramLabel = "NAME[+NAME...]", completionCandidates = AttentionOptions.Names.class,
            description = "Rank noises by the model's own attention at the first step, instead of images by a verifier: "
                    + "${COMPLETION-CANDIDATES}; a+b ranks by mean rank.")
    private String loss;

    @Option(names = "--n", paramLabel = "N",
            description = "Evaluations of the loss (default: 10); 0 is the plain seed. With --optimise=S, N/S noises are optimised.")
    private Integer n;

    @Option(names = "--optimise", paramLabel = "S", arity = "0..1", fallbackValue = "10", defaultValue = "0",
            description = "Make each noise better by the loss's gradient, S evaluations at most (InitNO; without a number: 10), and stop "
                    + "at the first that passes its test.")
    private int optimise;

    boolean isAsked() {
        return loss != null;
    }

    /** Fails for options that do not fit. */
    void check() {
        if (loss == null && (n != null || optimise != 0)) {
            throw new IllegalArgumentException((n != null ? "--n" : "--optimise") + ": goes with a loss; give one with --loss ("
                    + String.join(", ", Losses.names()) + "), or count images with --budget");
        }
        if (loss != null) {
            names().forEach(name -> Losses.check("--loss", name));
        }
        if (n != null && n < 0) {
            throw new IllegalArgumentException("--n: " + n + " evaluations are not possible; use 0 or more");
        }
        if (optimise < 0) {
            throw new IllegalArgumentException("--optimise: " + optimise + " evaluations are not possible; use 1 or more");
        }
        if (optimise > 0 && names().size() > 1) {
            throw new IllegalArgumentException("--optimise: follows one loss, not the ranks of several; use --loss initno or --loss"
                    + " self-cross");
        }
    }

    private List<String> names() {
        return List.of(loss.split("\\+", -1));
    }

    /** What steers. */
    String verifier() {
        return names().size() == 1 ? loss : "ensemble:" + loss;
    }

    /** Evaluations by which each noise is optimised; none for the plain seed. */
    int optimise() {
        return n != null && n == 0 ? 0 : optimise;
    }

    /** How many noises are looked at: the plain seed alone for N = 0; null where images are. */
    Integer candidates() {
        if (loss == null) {
            return null;
        }
        int evaluations = n == null ? USUAL : n;
        int each = Math.max(1, optimise);
        return Math.max(1, (evaluations + each - 1) / each);
    }
}
