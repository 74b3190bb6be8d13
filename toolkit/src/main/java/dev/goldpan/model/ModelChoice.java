package dev.goldpan.model;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which checkpoint, which of its parts from elsewhere, and where it runs: text, so that the same model is opened again later.
 * Components are called as the options of the command line; what is null is not chosen.
 *
 * @param model a bundled model's name, a folder in the layout of diffusers, or a single file of the latent-diffusion code
 * @param tokenizer folder of the tokenizer that a single file lacks
 * @param unet folder or file that the UNet is taken from
 * @param vae folder or file that the autoencoder is taken from
 * @param prediction epsilon or v_prediction, where the checkpoint says it wrongly
 * @param device auto, cpu, cuda or cuda:N
 * @param precision auto, fp32, bf16 or fp16
 */
public record ModelChoice(String model, String tokenizer, String unet, String vae, String prediction, String device,
        String precision) {
    /** {@code model} as it is, wherever it runs best. */
    public static ModelChoice of(String model) {
        return new ModelChoice(model, null, null, null, null, "auto", "auto");
    }

    /** Whether the model came with Goldpan. */
    public boolean isBundled() {
        return Bundled.MODELS.contains(model);
    }

    /** Whether a tokenizer comes with the model: with all but single files. */
    public boolean hasTokenizer() {
        return isBundled() || Files.isDirectory(Path.of(model));
    }

    /** Fails if a tokenizer was chosen that nobody would read. */
    public void checkTokenizer() {
        if (tokenizer != null && hasTokenizer()) {
            throw new IllegalArgumentException("--tokenizer: " + model + " has its own, and only a single file lacks one; leave"
                    + " --tokenizer out");
        }
    }

    /** The same with paths that do not depend on the folder one is in. */
    public ModelChoice absolute() {
        return new ModelChoice(isBundled() ? model : absolute(model), absolute(tokenizer), absolute(unet), absolute(vae), prediction,
                device, precision);
    }

    private static String absolute(String path) {
        return path == null ? null : Path.of(path).toAbsolutePath().normalize().toString();
    }

    /** Reads the checkpoint's configuration, no weights yet. */
    public StableDiffusion open() {
        ModelFiles files = files();
        if (unet != null) {
            files.replace(Part.UNET, Path.of(unet));
        }
        if (vae != null) {
            files.replace(Part.VAE, Path.of(vae));
        }
        Device where = Device.of(device);
        StableDiffusion opened = StableDiffusion.open(files, where, Precision.of(precision, where));
        return prediction == null ? opened : opened.predicting(prediction);
    }

    private ModelFiles files() {
        if (isBundled()) {
            return Bundled.model(model);
        }
        Path path = Path.of(model);
        if (!Files.isRegularFile(path)) {
            return ModelFiles.folder(path);
        }
        LdmCheckpoint checkpoint = LdmCheckpoint.open(path);
        if (tokenizer == null) {
            throw new IllegalArgumentException("--model: " + model + " is a single file, which has no tokenizer; give the folder "
                    + "of one, or of a whole checkpoint of the same kind, with --tokenizer");
        }
        return ModelFiles.singleFile(path, prediction == null ? checkpoint : checkpoint.predicting(prediction), Path.of(tokenizer));
    }
}
