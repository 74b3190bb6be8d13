package dev.goldpan.cli;

import dev.goldpan.run.Limits;
import picocli.CommandLine.Option;

/** How much a search may spend, and when it has found enough. */
final class BudgetOptions {
    @Option(names = "--budget", paramLabel = "N",
            description = "As much as N whole candidates cost (default: 16, where no other limit is given).")
    private Integer budget;

    @Option(names = "--candidates", paramLabel = "N", description = "At most N looks at candidates, however far they have come.")
    private Integer candidates;

    @Option(names = "--nfe", paramLabel = "N", description = "At most N evaluations of the denoiser.")
    private Long nfe;

    @Option(names = "--forwards", paramLabel = "N", description = "At most N forwards of the network; guidance takes two each.")
    private Long forwards;

    @Option(names = "--seconds", paramLabel = "S", description = "At most S seconds.")
    private Double seconds;

    @Option(names = "--until", paramLabel = "SCORE", description = "Until a candidate's score is at least this.")
    private Double until;

    @Option(names = "--gain", paramLabel = "G",
            description = "Until another candidate is not expected to gain G (algorithm random): the plateau.")
    private Double gain;

    @Option(names = "--free-final", description = "Do not charge the winner's final run, where it has other steps than the search.")
    private boolean freeFinal;

    @Option(names = "--pair", paramLabel = "1|2",
            description = "What a guided pair counts as in --nfe: 1 evaluation, as in Ma et al., or 2 (default: 1).")
    private Integer pair;

    /** {@code usual} with what was said; of {@code --budget} and {@code --nfe}, which count the same, one replaces the other. */
    Limits over(Limits usual) {
        boolean counted = budget != null || nfe != null;
        return new Limits(counted ? budget : usual.images(), counted ? nfe : usual.nfe(), given(candidates, usual.candidates()),
                given(forwards, usual.forwards()), given(seconds, usual.seconds()), given(until, usual.until()),
                given(gain, usual.gain()), freeFinal || usual.freeFinal(), given(pair, usual.pair()));
    }

    private static <T> T given(T value, T usual) {
        return value == null ? usual : value;
    }
}
