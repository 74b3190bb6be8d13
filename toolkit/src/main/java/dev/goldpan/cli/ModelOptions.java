package dev.goldpan.cli;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.StableDiffusion;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and where it runs: options of every verb that needs one. */
final class ModelOptions {
    @Option(names = "--model", paramLabel = "DIR", defaultValue = "mini",
            description = "Folder of a checkpoint in the layout of diffusers, a single file of the latent-diffusion code, or a bundled "
                    + "model: mini, mini-small (default: ${DEFAULT-VALUE}).")
    private String model;

    @Mixin
    private PartOptions parts;

    /** What was chosen. */
    ModelChoice choice() {
        ModelChoice choice = parts.choice(model);
        choice.checkTokenizer();
        return choice;
    }

    /** Reads the checkpoint's configuration. */
    StableDiffusion open() {
        return choice().open();
    }
}
