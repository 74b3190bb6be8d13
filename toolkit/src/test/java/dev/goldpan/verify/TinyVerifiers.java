package dev.goldpan.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Blip;
import dev.goldpan.verify.net.BlipConfig;
import dev.goldpan.verify.net.Clip;
import dev.goldpan.verify.net.ClipConfig;
import dev.goldpan.verify.net.Dino;
import dev.goldpan.verify.net.DinoConfig;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.InceptionConfig;
import dev.goldpan.verify.net.Siglip;
import dev.goldpan.verify.net.SiglipConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A folder with a tiny random network for every verifier, for pictures of 16 pixels a side. */
public final class TinyVerifiers {
    private static final String VISION = "\"hidden_size\":12,\"intermediate_size\":16,\"num_hidden_layers\":1,"
            + "\"num_attention_heads\":2,\"image_size\":16,\"patch_size\":8";
    private static final String TEXT = "\"hidden_size\":12,\"intermediate_size\":16,\"num_hidden_layers\":1,"
            + "\"num_attention_heads\":2,\"vocab_size\":1000,\"max_position_embeddings\":77";
    private static final String HALVES = "\"text_config\":{" + TEXT + "},\"vision_config\":{" + VISION + "}";

    private TinyVerifiers() {}

    /** Writes them. */
    public static Verifiers in(Path folder) throws IOException {
        for (String clip : List.of("clip", "pick-score")) {
            net(folder, clip, "{\"model_type\":\"clip\",\"projection_dim\":12," + HALVES + "}",
                    (config, weights) -> new Clip(ClipConfig.of(config), weights));
        }
        net(folder, "siglip", "{\"model_type\":\"siglip\"," + HALVES + "}",
                (config, weights) -> new Siglip(SiglipConfig.of(config), weights));
        net(folder, "dino", "{\"model_type\":\"dinov2\",\"architectures\":[\"Dinov2ForImageClassification\"],\"id2label\":"
                + "{\"0\":\"cat\",\"1\":\"dog\",\"2\":\"owl\"}," + VISION + "}",
                (config, weights) -> new Dino(DinoConfig.of(config), weights));
        net(folder, "preference", "{\"head_sizes\":[8,6,4,3]," + HALVES + "}",
                (config, weights) -> new Blip(BlipConfig.of(config), weights));
        net(folder, "inception", "{\"model_type\":\"goldpan_inception\",\"image_size\":16,\"patch_size\":2,"
                + "\"hidden_sizes\":[8,8],\"num_features\":8,\"norm_num_groups\":1,\"num_labels\":5,"
                + "\"id2label\":{\"0\":\"cat\",\"1\":\"dog\",\"2\":\"owl\",\"3\":\"car\",\"4\":\"bow, ribbon\"}}",
                (config, weights) -> new Inception(InceptionConfig.of(config), weights));
        try (Scope scope = Scope.open()) {
            torch.manual_seed(3);
            Tensor good = torch.randn(40, 8);
            SafetensorsWriter.write(folder.resolve("inception/statistics.safetensors"),
                    Map.of("mu", good.mean(0), "sigma", torch.cov(good.t())), Map.of());
            SafetensorsWriter.write(folder.resolve("aesthetic/model.safetensors"), Map.of("layers.0.weight", torch.randn(4, 12),
                    "layers.0.bias", torch.randn(4), "layers.2.weight", torch.randn(1, 4),
                    "layers.2.bias", torch.randn(1)), Map.of());
        }
        return new Verifiers(folder, Device.CPU, Precision.FP32, Duration.ofSeconds(20));
    }

    private static void net(Path folder, String name, String config, BiFunction<ConfigFile, Weights, AutoCloseable> network)
            throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("config.json"), config);
        Files.writeString(home.resolve("preprocessor_config.json"), "{\"size\":{\"height\":16,\"width\":16}}");
        try (Stream<Path> tokens = Files.list(Fixtures.path("text/tokenizer/sd1"))) {
            for (Path file : tokens.toList()) {
                Files.copy(file, home.resolve(file.getFileName()));
            }
        }
        try (Scope scope = Scope.open()) {
            torch.manual_seed(name.hashCode());
            Weights fresh = Weights.fresh((path, shape) -> torch.randn(shape).mul(new Scalar(shape.length > 1 ? 0.5 : 1.0)),
                    Device.CPU, Precision.FP32, true);
            network.apply(ConfigFile.of(new ObjectMapper().readTree(config), name), fresh);
            SafetensorsWriter.write(home.resolve("model.safetensors"), fresh.parameters(), Map.of());
        }
    }
}
