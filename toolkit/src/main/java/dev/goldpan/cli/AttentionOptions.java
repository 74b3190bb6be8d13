package dev.goldpan.cli;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** What losses over the model's own attention are told. */
final class AttentionOptions {
    @Option(names = "--guide", paramLabel = "LOSS", completionCandidates = Names.class,
            description = "Move the latents on their way by the gradient of a loss of the model's own attention: "
                    + "${COMPLETION-CANDIDATES} (default: none).")
    private String guide;

    @Option(names = "--tokens", paramLabel = "SUBJECTS",
            description = "The subjects that losses look for, phrases of the prompt, as in \"cat; red balloon\" (default: found in "
                    + "the prompt).")
    private String tokens;

    @Option(names = "--variant", paramLabel = "NAME",
            description = "Losses as in the authors' code, or as in their paper: code, paper (default: code).")
    private String variant;

    @Option(names = "--slice", paramLabel = "NAME",
            description = "Which tokens share out a pixel's attention: inner (end token and padding too, as most released code has it) or"
                    + " words (default: what suits the model).")
    private String slice;

    @Option(names = "--fallback", paramLabel = "NAME",
            description = "What conform is where every subject is one token and there is no step before: similarity of their maps, article"
                    + " (each subject's, as its second word) or zero (default: similarity to rank noises, zero to guide).")
    private String fallback;

    /** The names of the losses, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Losses.names().iterator();
        }
    }

    /** {@code usual} with what was given. */
    AttentionSettings settings(AttentionSettings usual) {
        if (guide != null) {
            Losses.check("--guide", guide);
        }
        return new AttentionSettings(given(guide, usual.guide()), given(tokens, usual.tokens()), given(variant, usual.variant()),
                given(slice, usual.slice()), given(fallback, usual.fallback()));
    }

    /**
     * Fails if something was said that nobody hears, since there is no loss.
     *
     * @param asked whether there is one without {@code --guide}
     * @param options that one is asked for with
     */
    void checkLosses(boolean asked, String options) {
        String said = tokens != null ? "--tokens" : variant != null ? "--variant" : slice != null ? "--slice"
                : fallback != null ? "--fallback" : null;
        if (said != null && guide == null && !asked) {
            throw new IllegalArgumentException(said + ": goes with a loss; give one with " + options + " ("
                    + String.join(", ", Losses.names()) + ")");
        }
        if (guide != null && !asked) {
            Losses.checkHeard(settings(AttentionSettings.NONE), List.of(guide));
        }
    }

    private static String given(String value, String usual) {
        return value == null ? usual : value;
    }

    /** How found subjects are shown to the user. */
    static String line(List<String> subjects) {
        return "subjects: " + String.join("; ", subjects) + " (--tokens names others)";
    }
}
