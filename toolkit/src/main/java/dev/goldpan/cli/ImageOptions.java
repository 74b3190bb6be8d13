package dev.goldpan.cli;

import dev.goldpan.model.BatchSize;
import dev.goldpan.model.ImageRequest;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which images to make, and how. */
final class ImageOptions {
    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "What the images show.")
    private String prompt;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of the first image (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = {"-n", "--count"}, paramLabel = "K", defaultValue = "1",
            description = "How many images, one for each seed from N to N+K-1 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Mixin
    private PictureOptions picture;

    @Option(names = "--batch", paramLabel = "N",
            description = "Images made at a time (default: as many as have the pixels of four of 512x512, at most 16).")
    private Integer batch;

    /** The request for {@code model}. */
    ImageRequest request(StableDiffusion model) {
        picture.checkLosses(false, "--guide");
        Settings settings = picture.settings(model.usualSettings());
        return new ImageRequest(picture.prompt(prompt), settings, seed, count,
                batch == null ? Math.max(1, Math.min(BatchSize.usual(settings), count)) : batch);
    }

    /** The words that were asked for. */
    String prompt() {
        return prompt;
    }
}
