package dev.goldpan.cli;

import dev.goldpan.guide.Losses;
import dev.goldpan.run.ByLoss;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Search without a verifier, see {@link ByLoss}. */
final class LossOptions {
    @Option(names = "--loss", paramLabel = "NAME[+NAME...]", completionCandidates = AttentionOptions.Names.class,
            description = "Rank noises by the model's own attention at the first step, instead of images by a verifier: "
                    + "${COMPLETION-CANDIDATES}; a+b ranks by mean rank.")
    private String loss;

    @Option(names = "--n", paramLabel = "N",
            description = "Evaluations of the loss (default: 10, where no other limit is given); 0 is the plain seed. With --optimise=S,"
                    + " N/S noises are optimised.")
    private Integer n;

    @Option(names = "--optimise", paramLabel = "S", arity = "0..1", fallbackValue = "10", defaultValue = "0",
            description = "Make each noise better by the loss's gradient, S evaluations at most (InitNO; without a number: 10), and stop "
                    + "at the first that passes its test.")
    private int optimise;

    /** What was said, if anything was. */
    Optional<ByLoss> asked() {
        if (loss == null && (n != null || optimise != 0)) {
            throw new IllegalArgumentException((n != null ? "--n" : "--optimise") + ": goes with a loss; give one with --loss ("
                    + String.join(", ", Losses.names()) + "), or count images with --budget");
        }
        return Optional.ofNullable(loss).map(name -> new ByLoss(name, n, optimise));
    }
}
