package dev.goldpan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.tensor.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the parts of a checkpoint lie: in a folder laid out as diffusers saves it, in a single file of the latent-diffusion code,
 * or some here and some there.
 */
public final class ModelFiles {
    private static final long LARGEST_CONFIG = 1 << 20;

    private final String name;
    private final Map<Part, Supplier<TensorSource>> weights = new EnumMap<>(Part.class);
    private final Map<Part, Supplier<Config>> configs = new EnumMap<>(Part.class);
    private final Map<Part, Path> tokenizers = new EnumMap<>(Part.class);
    private final Map<String, String> elsewhere = new LinkedHashMap<>();
    private Supplier<SchedulerConfig> scheduler;
    private boolean zerosForNone = true;
    private Advice advice = Advice.NONE;

    /**
     * A parsed configuration file.
     *
     * @param tree what it says
     * @param where what messages call it
     */
    record Config(JsonNode tree, String where) {
        ConfigFile file() {
            return ConfigFile.of(tree, where);
        }
    }

    private ModelFiles(String name) {
        this.name = name;
    }

    /** The checkpoint in {@code folder}, which has a {@code model_index.json}. */
    public static ModelFiles folder(Path folder) {
        return folder(folder, folder.toString());
    }

    /** The same, which users know by another {@code name}. */
    static ModelFiles folder(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--model: " + folder + ": there is no such file or folder; "
                    + "give the folder of a diffusers checkpoint, with model_index.json in it, or one of the bundled models: "
                    + String.join(", ", Bundled.MODELS));
        }
        ModelFiles files = new ModelFiles(name);
        ConfigFile pipeline = json(folder.resolve("model_index.json")).file();
        pipeline.only("_class_name", "StableDiffusionPipeline", "StableDiffusionXLPipeline");
        files.zerosForNone = pipeline.flag("force_zeros_for_empty_prompt", true);
        files.scheduler = () -> readScheduler(folder.resolve("scheduler").resolve("scheduler_config.json"));
        files.advice = Advice.in(folder);
        files.tokenizersIn(folder);
        for (Part part : Part.values()) {
            files.take(part, folder.resolve(part.toString()));
        }
        return files;
    }

    /**
     * The checkpoint in the single file {@code file}, which is taken for the published model of its kind.
     *
     * @param checkpoint its content
     * @param tokenizer folder of the tokeniser that such a file lacks, or of a whole checkpoint of the same kind
     */
    public static ModelFiles singleFile(Path file, LdmCheckpoint checkpoint, Path tokenizer) {
        ModelFiles files = new ModelFiles(file.toString());
        files.elsewhere.put("tokenizer", tokenizer.toString());
        String where = file + " as " + checkpoint.kind();
        for (Part part : Part.values()) {
            files.configs.put(part, () -> new Config(checkpoint.config(part.toString()), where));
        }
        files.weights.put(Part.UNET, checkpoint::unet);
        files.weights.put(Part.VAE, checkpoint::vae);
        files.weights.put(Part.TEXT_ENCODER, checkpoint::textEncoder);
        files.weights.put(Part.TEXT_ENCODER_2, checkpoint::textEncoder2);
        files.scheduler = () -> SchedulerConfig.parse(checkpoint.config("scheduler").toString(), where);
        if (Files.isDirectory(tokenizer.resolve("tokenizer"))) {
            files.tokenizersIn(tokenizer);
        } else {
            files.tokenizers.put(Part.TEXT_ENCODER, tokenizer);
            files.tokenizers.put(Part.TEXT_ENCODER_2, tokenizer.resolve("tokenizer_2"));
        }
        return files;
    }

    /**
     * Takes {@code part} from elsewhere.
     *
     * @param path a folder of that part alone, the folder of another checkpoint, or a file of weights that fit the configuration
     *     there is
     */
    public void replace(Part part, Path path) {
        if (Files.isRegularFile(path)) {
            weights.put(part, () -> ComponentFolder.weights(path));
        } else if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("--" + part + ": " + path + ": there is no such file or folder");
        } else {
            take(part, Files.isRegularFile(path.resolve("config.json")) ? path : path.resolve(part.toString()));
        }
        elsewhere.put(part.toString(), path.toString());
    }

    /** Takes {@code part} from the folder of it alone, where that is no choice of the user's. */
    void take(Part part, Path folder) {
        configs.put(part, () -> json(folder.resolve("config.json")));
        weights.put(part, () -> ComponentFolder.weights(folder));
    }

    private void tokenizersIn(Path folder) {
        tokenizers.put(Part.TEXT_ENCODER, folder.resolve("tokenizer"));
        tokenizers.put(Part.TEXT_ENCODER_2, folder.resolve("tokenizer_2"));
    }

    /** What the user calls it. */
    public String name() {
        return name;
    }

    /** Where the parts lie that users took from elsewhere, by option: tokenizer, unet, vae. */
    Map<String, String> elsewhere() {
        return Collections.unmodifiableMap(elsewhere);
    }

    /** The weights of {@code part} under diffusers' names of today; the caller closes them. */
    public TensorSource weights(Part part) {
        TensorSource source = weights.get(part).get();
        try {
            return part == Part.VAE ? VaeNames.modern(source) : source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** The configuration of {@code part}, a {@code config.json}. */
    Config config(Part part) {
        return configs.get(part).get();
    }

    /** The sampler that it was published with. */
    SchedulerConfig scheduler() {
        return scheduler.get();
    }

    /** How its makers say it is used best. */
    Advice advice() {
        return advice;
    }

    /** The folder of the tokeniser that belongs to {@code part}, one of the text encoders. */
    Path tokenizer(Part part) {
        return tokenizers.get(part);
    }

    /** Whether no negative prompt means features of zero (SDXL) and not an empty text. */
    boolean zerosForNone() {
        return zerosForNone;
    }

    private static void expect(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + ": the file is missing; is the checkpoint complete?");
        }
        if (Files.size(file) > LARGEST_CONFIG) {
            throw new IllegalArgumentException(file + ": has " + Files.size(file) + " bytes, too many for a configuration");
        }
    }

    private static SchedulerConfig readScheduler(Path file) {
        try {
            expect(file);
            return SchedulerConfig.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    static Config json(Path file) {
        try {
            expect(file);
            return new Config(new ObjectMapper().readTree(Files.readAllBytes(file)), file.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": not JSON (" + e.getOriginalMessage() + ")", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
