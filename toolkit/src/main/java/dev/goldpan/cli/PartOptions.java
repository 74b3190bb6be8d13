package dev.goldpan.cli;

import dev.goldpan.model.ModelChoice;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which parts a model takes from elsewhere, and where it runs. */
final class PartOptions {
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

    /** {@code model}, which may be null, with what was chosen. */
    ModelChoice choice(String model) {
        return new ModelChoice(model, text(tokenizer), text(unet), text(vae), prediction, device, precision);
    }

    private static String text(Path path) {
        return path == null ? null : path.toString();
    }
}
