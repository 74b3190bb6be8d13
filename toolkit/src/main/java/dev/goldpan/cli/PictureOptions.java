package dev.goldpan.cli;

import dev.goldpan.model.Settings;
import dev.goldpan.sample.SamplerKind;
import dev.goldpan.text.Prompt;
import java.util.Iterator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a picture is made; options that are not given mean what the model's makers advise, else what diffusers' pipelines take. */
final class PictureOptions {
    @Option(names = "--prompt2", paramLabel = "TEXT",
            description = "What SDXL's second text encoder reads (default: the prompt).")
    private String prompt2;

    @Option(names = "--negative", paramLabel = "TEXT", description = "What they shall not show.")
    private String negative;

    @Option(names = "--steps", paramLabel = "N",
            description = "Steps of the sampler (default: what the model advises, else 50).")
    private Integer steps;

    @Option(names = "--sampler", paramLabel = "NAME", completionCandidates = Samplers.class,
            description = "${COMPLETION-CANDIDATES} (default: the one of the checkpoint).")
    private String sampler;

    @Option(names = "--guidance", paramLabel = "W",
            description = "Scale of guidance; 1 is off (default: what the model advises, else 7.5, for SDXL 5).")
    private Double guidance;

    @Option(names = "--guidance-rescale", paramLabel = "PHI",
            description = "How far guided output is brought back to its spread, 0 to 1 (default: 0).")
    private Double guidanceRescale;

    @Option(names = "--eta", paramLabel = "ETA",
            description = "Noise that DDIM adds at each step, 0 to 1 (default: 0).")
    private Double eta;

    @Option(names = "--clip-skip", paramLabel = "N",
            description = "Layers left out at the end of the text encoder (default: 0).")
    private Integer clipSkip;

    @Option(names = "--size", paramLabel = "WxH", converter = Size.Reader.class,
            description = "Width and height in pixels (default: what the model was trained on).")
    private Size size;

    @Mixin
    private AttentionOptions attention;

    /** The names of the samplers, for the help text. */
    private static final class Samplers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SamplerKind.names().iterator();
        }
    }

    /** {@code usual} with what was given. */
    Settings settings(Settings usual) {
        return new Settings(size == null ? usual.width() : size.width(), size == null ? usual.height() : size.height(),
                given(steps, usual.steps()), given(sampler, usual.sampler()), given(guidance, usual.guidance()),
                given(guidanceRescale, usual.guidanceRescale()), given(eta, usual.eta()), given(clipSkip, usual.clipSkip()),
                attention.settings(usual.attention()));
    }

    /** Fails if something was said to losses and there is none, see {@link AttentionOptions#checkLosses}. */
    void checkLosses(boolean asked, String options) {
        attention.checkLosses(asked, options);
    }

    private static <T> T given(T value, T usual) {
        return value == null ? usual : value;
    }

    /** The words {@code text} with what else was said. */
    Prompt prompt(String text) {
        return new Prompt(text, prompt2, negative, null);
    }
}
