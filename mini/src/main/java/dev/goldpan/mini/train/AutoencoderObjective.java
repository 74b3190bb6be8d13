package dev.goldpan.mini.train;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.vae.Autoencoder;
import dev.goldpan.vae.AutoencoderConfig;
import dev.goldpan.vae.Posterior;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The autoencoder: reconstruction, as absolute and squared error and the absolute error of pixel differences (edges carry what makes
 * a glyph recognisable), with a very small pull of the latents to the standard normal (Rombach et al., 2022).
 */
final class AutoencoderObjective implements Objective {
    private static final double SQUARED = 2;
    private static final double EDGES = 0.5;
    private static final double PULL = 1e-5;
    private static final int MEASURED = 256;

    private final Weights weights;
    private final Autoencoder autoencoder;
    private final long world;
    private final int batch;

    AutoencoderObjective(AutoencoderConfig config, long seed, long world, int batch) {
        this.weights = Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true);
        this.autoencoder = new Autoencoder(config, weights);
        this.world = world;
        this.batch = batch;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return weights.parameters();
    }

    @Override
    public Tensor loss(long step) {
        Tensor image = Pixels.of(Pixels.scenes(world, step * batch, batch));
        Posterior posterior = autoencoder.encode(image);
        Tensor mean = posterior.mean().to(ScalarType.Float);
        Tensor logvar = posterior.logvar().to(ScalarType.Float);
        Tensor drawn = new Posterior(mean, logvar).sample(torch.randn_like(mean));
        Tensor error = autoencoder.decode(drawn).to(ScalarType.Float).sub(image);
        Tensor divergence = mean.square().add(logvar.exp()).sub(new Scalar(1.0)).sub(logvar).mean().mul(new Scalar(0.5));
        return error.abs().mean().add(error.square().mean().mul(new Scalar(SQUARED)))
                .add(edges(error, 2).add(edges(error, 3)).mul(new Scalar(EDGES)))
                .add(divergence.mul(new Scalar(PULL)));
    }

    private static Tensor edges(Tensor error, int axis) {
        long length = error.size(axis) - 1;
        return error.narrow(axis, 1, length).sub(error.narrow(axis, 0, length)).abs().mean();
    }

    /** Writes the network with the scale at which its latents have unit variance, measured on scenes it was not trained on. */
    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        SafetensorsWriter.write(folder.resolve("diffusion_pytorch_model.safetensors"), trained, Map.of("format", "pt"));
        try (Scope scope = Scope.open()) {
            trained.forEach((name, value) -> weights.parameters().get(name).detach().copy_(value));
            Tensor image = Pixels.of(Pixels.scenes(Worlds.VALIDATION, 0, MEASURED));
            Tensor raw = autoencoder.encode(image).mean().detach();
            double error = autoencoder.decode(raw).detach().sub(image).div(new Scalar(2.0)).square().mean().item_double();
            Shapes.writeAutoencoder(folder.resolve("config.json"), 1 / raw.std().item_double());
            Files.writeString(folder.resolve("quality.txt"), String.format(Locale.ROOT, "PSNR %.2f dB on %d fresh scenes%n",
                    -10 * Math.log10(error), MEASURED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        autoencoder.close();
    }
}
