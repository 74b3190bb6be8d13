package dev.goldpan.mini.train;

import dev.goldpan.mini.world.TokenizerFolder;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Puts trained networks together as one checkpoint folder in the layout of diffusers, weights in fp16. */
final class Assembly {
    private static final String INDEX = """
            {
              "_class_name": "StableDiffusionPipeline",
              "feature_extractor": [null, null],
              "safety_checker": [null, null],
              "scheduler": ["diffusers", "DPMSolverMultistepScheduler"],
              "text_encoder": ["transformers", "CLIPTextModel"],
              "tokenizer": ["transformers", "CLIPTokenizer"],
              "unet": ["diffusers", "UNet2DConditionModel"],
              "vae": ["diffusers", "AutoencoderKL"]
            }
            """;

    /** Steps and guidance where nobody chooses: usual steps, the guidance that drew best in the sweep mini-tune. */
    private static final String ADVICE = """
            {
              "steps": 10,
              "guidance": 3.0
            }
            """;

    private Assembly() {}

    /**
     * Writes the model whose UNet is the run called {@code shape}; it has the text encoder of the run called unet unless it has its
     * own.
     *
     * @param runs folder of all runs
     * @param shape unet or unet-small
     */
    static void write(Path runs, String shape, Path into) {
        try {
            network(runs.resolve("vae"), into.resolve("vae"), "diffusion_pytorch_model.safetensors");
            network(runs.resolve(shape).resolve("unet"), into.resolve("unet"), "diffusion_pytorch_model.safetensors");
            Path own = runs.resolve(shape).resolve("text_encoder");
            network(Files.isDirectory(own) ? own : runs.resolve("unet/text_encoder"), into.resolve("text_encoder"), "model.safetensors");
            frame(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of a model is not trained. */
    static void frame(Path into) throws IOException {
        TokenizerFolder.write(into.resolve("tokenizer"));
        Shapes.write("scheduler", into.resolve("scheduler/scheduler_config.json"));
        Files.writeString(into.resolve("model_index.json"), INDEX);
        Files.writeString(into.resolve("advice.json"), ADVICE);
    }

    /** Copies one network's folder, its weights in fp16. */
    static void network(Path from, Path into, String weights) throws IOException {
        Files.createDirectories(into);
        if (Files.exists(from.resolve("config.json"))) { // a head has none
            Files.copy(from.resolve("config.json"), into.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (Scope scope = Scope.open(); Safetensors stored = Safetensors.open(from.resolve(weights))) {
            Map<String, Tensor> halves = new LinkedHashMap<>();
            for (String name : stored.names()) {
                Tensor value = stored.read(name);
                halves.put(name, value.is_floating_point() ? value.to(ScalarType.Half) : value);
            }
            SafetensorsWriter.write(into.resolve(weights), halves, Map.of("format", "pt"));
        }
    }
}
