package dev.goldpan.mini.train;

import dev.goldpan.mini.Progress;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.mini.world.TokenizerFolder;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.vae.Autoencoder;
import dev.goldpan.vae.AutoencoderConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Scenes encoded once: a diffusion step then costs no rendering and no encoder.
 *
 * @param latents [n, 4, 16, 16], fp16, unit variance
 * @param ids caption tokens, [n, 24], int64
 * @param settings which they are, by the names of {@link Objective#settings}
 */
record Latents(Tensor latents, Tensor ids, Map<String, Object> settings) implements AutoCloseable {
    private static final int GROUP = 200;
    static final String VAE = "diffusion_pytorch_model.safetensors";

    /**
     * Reads {@code file}, or makes it: {@code count} scenes of {@code world} through the autoencoder in {@code vae}. A file that holds
     * anything else, or does not say what, is made anew.
     */
    static Latents of(Path file, Path vae, long world, int count) {
        Map<String, String> which = Map.of("world", Long.toString(world), "count", Integer.toString(count), "vae",
                hash(vae.resolve(VAE)));
        if (!Files.exists(file)) {
            encode(file, vae, world, count, which);
        } else if (!isOf(file, which)) {
            System.err.println(file + ": does not say that it holds " + count + " scenes of world " + world
                    + " through this autoencoder; encoding them anew");
            encode(file, vae, world, count, which);
        }
        try (Safetensors stored = Safetensors.open(file)) {
            return new Latents(Scope.detach(stored.read("latents").clone()), Scope.detach(stored.read("ids").clone()),
                    settings(vae, count));
        }
    }

    /** Of {@code count} scenes through the autoencoder in {@code vae}. */
    static Map<String, Object> settings(Path vae, int count) {
        return Map.of("scenes", count, "autoencoder", hash(vae.resolve(VAE)).substring(0, Origin.SHOWN));
    }

    private static String hash(Path file) {
        try {
            return Bundle.hash(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e + "); train the autoencoder first", e);
        }
    }

    private static boolean isOf(Path file, Map<String, String> which) {
        try (Safetensors stored = Safetensors.open(file)) {
            return which.equals(stored.metadata());
        }
    }

    /** @param which what the file says of itself */
    private static void encode(Path file, Path vae, long world, int count, Map<String, String> which) {
        Path tokens = file.resolveSibling("tokenizer");
        try {
            TokenizerFolder.write(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Scope scope = Scope.open();
                ClipTokenizer tokenizer = ClipTokenizer.open(tokens);
                Autoencoder autoencoder = new Autoencoder(AutoencoderConfig.read(vae.resolve("config.json")),
                        Weights.of(Safetensors.open(vae.resolve(VAE)), Device.CPU,
                                Device.CPU.multipliesBf16() ? Precision.BF16 : Precision.FP32));
                Progress progress = new Progress("encoding scenes", 0, count)) {
            TensorVector latents = new TensorVector();
            TensorVector ids = new TensorVector();
            for (int first = 0; first < count; first += GROUP) {
                try (Scope group = Scope.open()) {
                    List<Scene> scenes = Pixels.scenes(world, first, Math.min(GROUP, count - first));
                    latents.push_back(autoencoder.toLatents(Pixels.of(scenes)).to(ScalarType.Half));
                    ids.push_back(ids(tokenizer, scenes.stream().map(Scene::caption).toList()));
                    progress.step(scenes.size());
                }
            }
            SafetensorsWriter.write(file, Map.of("latents", torch.cat(latents, 0), "ids", torch.cat(ids, 0)), which);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Token ids of {@code prompts}. @return [b, 24], int64 */
    static Tensor ids(ClipTokenizer tokenizer, List<String> prompts) {
        Tensor ids = torch.empty(new long[] {prompts.size(), tokenizer.length()}, new TensorOptions(ScalarType.Long), null);
        for (int row = 0; row < prompts.size(); row++) {
            ids.select(0, row).copy_(torch.tensor(tokenizer.encode(prompts.get(row)).ids()));
        }
        return ids;
    }

    /** Scenes there are. */
    long count() {
        return latents.size(0);
    }

    @Override
    public void close() {
        latents.close();
        ids.close();
    }
}
