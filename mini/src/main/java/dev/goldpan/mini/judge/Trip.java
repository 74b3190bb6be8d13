package dev.goldpan.mini.judge;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.vae.Autoencoder;
import dev.goldpan.vae.AutoencoderConfig;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;

/** Pictures through the bundled model's autoencoder and back, as every generated picture has come out of it. */
public final class Trip implements AutoCloseable {
    private final Autoencoder autoencoder;

    /** Through the autoencoder in {@code folder}. */
    public Trip(Path folder) {
        autoencoder = new Autoencoder(AutoencoderConfig.read(folder.resolve("config.json")),
                Weights.of(Safetensors.open(folder.resolve("diffusion_pytorch_model.safetensors")), Device.CPU,
                        Precision.of("auto", Device.CPU)));
    }

    /**
     * There and back.
     *
     * @param images [b, 3, 128, 128], [0, 1]
     * @param noise added to the latents on the way, in units of the diffusion model; broadcasts to [b, 4, 16, 16]
     * @return the same shape and range
     */
    public Tensor of(Tensor images, Tensor noise) {
        try (Scope scope = Scope.open()) {
            Tensor latents = autoencoder.toLatents(Images.signed(images));
            return scope.keep(Images.unit(autoencoder.toImage(latents.add(noise))).detach());
        }
    }

    @Override
    public void close() {
        autoencoder.close();
    }
}
