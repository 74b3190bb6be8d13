package dev.goldpan.cli;

import dev.goldpan.search.Budget;
import picocli.CommandLine.Option;

/** How much a search may spend, and when it has found enough. */
final class BudgetOptions {
    private static final int USUAL = 16;

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

    @Option(names = "--pair", paramLabel = "1|2", defaultValue = "1",
            description = "What a guided pair counts as in --nfe: 1 evaluation, as in Ma et al., or 2 (default: ${DEFAULT-VALUE}).")
    private int pair;

    /**
     * The budget.
     *
     * @param calls of a whole candidate of the search
     * @param last calls of the winner's final run, 0 where it is not run again
     * @param guided whether a call is a pair
     * @param looks how many noises are looked at where nothing else ends the search, or null where whole candidates are
     */
    Budget budget(int calls, int last, boolean guided, Integer looks) {
        if (budget != null && nfe != null) {
            throw new IllegalArgumentException("--budget: counts the same as --nfe; give one of them");
        }
        boolean unlimited = nfe == null && forwards == null && candidates == null && seconds == null && until == null && gain == null;
        if (looks != null && budget == null && unlimited) {
            return new Budget(null, null, looks, null, null, null, !freeFinal, pair);
        }
        Integer images = budget == null && unlimited ? Integer.valueOf(USUAL) : budget;
        if (images != null && images < 1) {
            throw new IllegalArgumentException("--budget: " + images + " candidates are not possible; use 1 or more");
        }
        Long most = images == null ? nfe : Long.valueOf(((long) images * calls + (freeFinal ? 0 : last)) * (guided ? pair : 1));
        return new Budget(most, forwards, candidates, seconds, until, gain, !freeFinal, pair);
    }
}
