package dev.goldpan.cli;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.StableDiffusion;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model, and where it runs: options of every verb that needs one. */
final class ModelOptions {
    @Option(names = "--model", paramLabel = "DIR", defaultValue = "mini",
            description = "Folder of a checkpoint in the layout of diffusers, a single file of the latent-diffusion code, or a bundled "
                    + "model: mini, mini-small (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(names = "--tokenizer", paramLabel = "DIR",
            description = "The tokenizer that a single file lacks: its folder, or that of a whole checkpoint of the same kind.")
    private Path tokenizer;

    @Option(names = "--unet", paramLabel = "DIR", description = "Take the UNet from this folder or file.")
    private Path unet;

    @Option(names = "--vae", paramLabel = "DIR", description = "Take the autoencoder from this folder or file.")
    private Path vae;

    @Option(names = "--prediction", paramLabel = "TYPE",
            description = "What the network predicts: epsilon or v_prediction (default: what the checkpoint says).")
    private String prediction;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "auto",
            description = "auto (the first CUDA device, else the processor), cpu, cuda or cuda:N.")
    private String device;

    @Option(names = "--precision", paramLabel = "NAME", defaultValue = "auto",
            description = "fp32, bf16, fp16, or auto: bf16 where the device multiplies it, else fp32.")
    private String precision;

    /** What was chosen. */
    ModelChoice choice() {
        return new ModelChoice(model, text(tokenizer), text(unet), text(vae), prediction, device, precision);
    }

    private static String text(Path path) {
        return path == null ? null : path.toString();
    }

    /** Reads the checkpoint's configuration. */
    StableDiffusion open() {
        return choice().open();
    }
}
