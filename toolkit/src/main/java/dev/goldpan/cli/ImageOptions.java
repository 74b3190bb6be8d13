package dev.goldpan.cli;

import dev.goldpan.model.ImageRequest;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.sample.SamplerKind;
import dev.goldpan.text.Prompt;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** What to make and how; options that are not given mean what diffusers' pipelines take. */
final class ImageOptions {
    /** Pixels that fit into one batch unless told otherwise: four images of 512x512. */
    private static final long BATCH_PIXELS = 4L * 512 * 512;
    private static final int LARGEST_DEFAULT_BATCH = 16;

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "What the images show.")
    private String prompt;

    @Option(names = "--prompt2", paramLabel = "TEXT",
            description = "What SDXL's second text encoder reads (default: the prompt).")
    private String prompt2;

    @Option(names = "--negative", paramLabel = "TEXT", description = "What they shall not show.")
    private String negative;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of the first image (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = {"-n", "--count"}, paramLabel = "K", defaultValue = "1",
            description = "How many images, one for each seed from N to N+K-1 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "50",
            description = "Steps of the sampler (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--sampler", paramLabel = "NAME", completionCandidates = Samplers.class,
            description = "${COMPLETION-CANDIDATES} (default: the one of the checkpoint).")
    private String sampler;

    @Option(names = "--guidance", paramLabel = "W", description = "Scale of guidance; 1 is off (default: 7.5, for SDXL 5).")
    private Double guidance;

    @Option(names = "--guidance-rescale", paramLabel = "PHI", defaultValue = "0",
            description = "How far guided output is brought back to its spread, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double guidanceRescale;

    @Option(names = "--eta", paramLabel = "ETA", defaultValue = "0",
            description = "Noise that DDIM adds at each step, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double eta;

    @Option(names = "--clip-skip", paramLabel = "N", defaultValue = "0",
            description = "Layers left out at the end of the text encoder (default: ${DEFAULT-VALUE}).")
    private int clipSkip;

    @Option(names = "--size", paramLabel = "WxH", converter = Size.Reader.class,
            description = "Width and height in pixels (default: what the model was trained on).")
    private Size size;

    @Option(names = "--batch", paramLabel = "N",
            description = "Images made at a time (default: as many as have the pixels of four of 512x512, at most 16).")
    private Integer batch;

    /** The names of the samplers, for the help text. */
    private static final class Samplers implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SamplerKind.names().iterator();
        }
    }

    /** The request for {@code model}. */
    ImageRequest request(StableDiffusion model) {
        Size chosen = size == null ? new Size(model.side(), model.side()) : size;
        Settings settings = new Settings(chosen.width(), chosen.height(), steps, sampler,
                guidance == null ? model.architecture().family().guidance() : guidance, guidanceRescale, eta, clipSkip);
        return new ImageRequest(new Prompt(prompt, prompt2, negative, null), settings, seed, count,
                batch == null ? batch(chosen) : batch);
    }

    /** The words that were asked for. */
    String prompt() {
        return prompt;
    }

    private int batch(Size chosen) {
        long fitting = BATCH_PIXELS / ((long) chosen.width() * chosen.height());
        return (int) Math.max(1, Math.min(Math.min(fitting, LARGEST_DEFAULT_BATCH), count));
    }
}
