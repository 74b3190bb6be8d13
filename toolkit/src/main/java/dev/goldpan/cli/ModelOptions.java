package dev.goldpan.cli;

import dev.goldpan.model.LdmCheckpoint;
import dev.goldpan.model.ModelFiles;
import dev.goldpan.model.Part;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model, and where it runs: options of every verb that needs one. */
final class ModelOptions {
    @Option(names = "--model", required = true, paramLabel = "DIR",
            description = "Folder of a checkpoint in the layout of diffusers, or a single file of the latent-diffusion code.")
    private Path model;

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

    /** Reads the checkpoint's configuration. */
    StableDiffusion open() {
        ModelFiles files = files();
        if (unet != null) {
            files.replace(Part.UNET, unet);
        }
        if (vae != null) {
            files.replace(Part.VAE, vae);
        }
        Device where = Device.of(device);
        StableDiffusion opened = StableDiffusion.open(files, where, Precision.of(precision, where));
        return prediction == null ? opened : opened.predicting(prediction);
    }

    private ModelFiles files() {
        if (!Files.isRegularFile(model)) {
            return ModelFiles.folder(model);
        }
        LdmCheckpoint checkpoint = LdmCheckpoint.open(model);
        if (tokenizer == null) {
            throw new IllegalArgumentException("--model: " + model + " is a single file, which has no tokenizer; give the folder "
                    + "of one, or of a whole checkpoint of the same kind, with --tokenizer");
        }
        return ModelFiles.singleFile(model, prediction == null ? checkpoint : checkpoint.predicting(prediction), tokenizer);
    }
}
