package dev.goldpan.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.guide.Guides;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.PictureText;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.Watcher;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.PromptTask;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.EngineFacts;
import dev.goldpan.tensor.Png;
import dev.goldpan.text.Prompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a picture again from what its file says.
 *
 * @param image made again
 * @param differing pixels that are not the same
 * @param largest difference of a colour value, of 255
 * @param remarks why they may differ
 * @param text of the file, with the batch that it was made in again
 */
public record Replay(BufferedImage image, int differing, int largest, List<String> remarks, Map<String, String> text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Makes the picture in {@code file} again.
     *
     * @param given model and parts that lie elsewhere now, and where it shall run; what is null or auto is as the file says
     * @param batch rows of each batch; null as the file says
     * @param blobs noise that a run kept beside its pictures
     * @throws IllegalArgumentException if the file says nothing that can be followed
     */
    public static Replay of(Path file, ModelChoice given, Integer batch, Blobs blobs, Listener listener) {
        byte[] content = content(file);
        try {
            Map<String, String> text = Png.text(content);
            JsonNode said = said(text);
            Settings settings = settings(said);
            BufferedImage before = Png.decode(content);
            checkSize(before, settings.width(), settings.height());
            return made(before, said, settings, text, choice(said, given), batch, blobs, listener);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode said(Map<String, String> text) {
        try {
            JsonNode said = JSON.readTree(text.getOrDefault(PictureText.RECIPE, ""));
            if (said.isObject()) {
                return said;
            }
        } catch (JsonProcessingException e) {
            // The same as no recipe.
        }
        throw new IllegalArgumentException("has no recipe of goldpan's in it; was it made or saved by another program?");
    }

    /** What was given, and for the rest the checkpoint and its parts, the device and the precision of then. */
    private static ModelChoice choice(JsonNode said, ModelChoice given) {
        String model = given.model() == null ? said.path("model").asText() : given.model();
        String tokenizer = ModelChoice.of(model).hasTokenizer() ? given.tokenizer() : either(given.tokenizer(), said, "tokenizer");
        ModelChoice choice = new ModelChoice(model, tokenizer, either(given.unet(), said, "unet"), either(given.vae(), said, "vae"),
                either(given.prediction(), said.path("scheduler"), "prediction_type"),
                given.device().equals("auto") ? device(said.path("device").asText("auto")) : given.device(),
                given.precision().equals("auto") ? said.path("precision").asText("auto") : given.precision());
        choice.checkTokenizer();
        return choice;
    }

    private static String either(String given, JsonNode said, String key) {
        return given == null ? said.path(key).asText(null) : given;
    }

    /** The device of then, or auto where this machine has none of that name. */
    private static String device(String then) {
        try {
            Device.of(then);
            return then;
        } catch (IllegalArgumentException e) {
            return "auto";
        }
    }

    private static Replay made(BufferedImage before, JsonNode said, Settings settings, Map<String, String> text, ModelChoice choice,
            Integer batch, Blobs blobs, Listener listener) {
        StableDiffusion checkpoint = choice.open();
        checkpoint.check(settings);
        Made then = Made.read(said, settings.steps(), checkpoint.calls(settings));
        Made how = batch == null ? then : then.inBatch(batch);
        List<String> remarks = new ArrayList<>(remarks(said, checkpoint));
        if (how.batch() != then.batch()) {
            remarks.add("the batch is another one: it is " + how.batch() + ", then it was " + then.batch());
        }
        Prompt prompt = new Prompt(said.path("prompt").asText(""), said.path("prompt2").asText(null),
                said.path("negative").asText(null), said.path("negative2").asText(null));
        Watcher watcher = new Watcher() {
            @Override
            public void warns(String line) {
                listener.warns(line);
            }
        };
        try (LoadedModel loaded = LoadedModel.of(checkpoint, settings.clipSkip());
                PromptTask task = new PromptTask(loaded, prompt, settings, Guides.of(settings, listener::subjects), watcher);
                ModelEvaluator evaluator = new ModelEvaluator(task, List.of(), List.of(), how.batch(), Set.of(), Duration.ofMinutes(1),
                        blobs)) {
            BufferedImage again = evaluator.again(how.candidate(), how.rows()).image();
            if (again == null) {
                throw new IllegalArgumentException("its recipe ends before the picture is finished");
            }
            return compared(before, again, remarks, how.equals(then) ? text : saying(text, said, how));
        }
    }

    private static Map<String, String> saying(Map<String, String> text, JsonNode said, Made how) {
        ObjectNode recipe = said.deepCopy();
        recipe.setAll(JSON.<ObjectNode>valueToTree(how.keys()));
        Map<String, String> other = new LinkedHashMap<>(text);
        other.put(PictureText.RECIPE, recipe.toString());
        return other;
    }

    private static Settings settings(JsonNode said) {
        String sampler = said.path("sampler").asText(null);
        String curve = said.path("scheduler").path("use_karras_sigmas").asBoolean() ? "-karras"
                : said.path("scheduler").path("use_exponential_sigmas").asBoolean() ? "-exponential" : "";
        return new Settings(said.path("width").asInt(), said.path("height").asInt(), said.path("steps").asInt(),
                sampler == null ? null : sampler + curve, said.path("guidance").asDouble(1),
                said.path("guidanceRescale").asDouble(0), said.path("eta").asDouble(0), said.path("clipSkip").asInt(0),
                new AttentionSettings(said.path("guide").asText(null), said.path("tokens").asText(null),
                        said.path("variant").asText("code"), said.path("slice").asText(null), said.path("fallback").asText(null)));
    }

    private static List<String> remarks(JsonNode said, StableDiffusion model) {
        String engine = EngineFacts.ask().summary();
        String device = model.device().toString();
        return Stream.of(
                said.path("fingerprint").asText().equals(model.fingerprint()) ? null
                        : "the checkpoint is another one: its fingerprint is " + model.fingerprint() + ", then it was "
                                + said.path("fingerprint").asText(),
                said.path("device").asText(device).equals(device) ? null
                        : "the device is another one: it is " + device + ", then it was " + said.path("device").asText(),
                said.path("engine").asText().equals(engine) ? null
                        : "the engine is another one: it is " + engine + ", then it was " + said.path("engine").asText())
                .filter(Objects::nonNull).toList();
    }

    private static Replay compared(BufferedImage before, BufferedImage again, List<String> remarks, Map<String, String> text) {
        checkSize(before, again.getWidth(), again.getHeight());
        int differing = 0;
        int largest = 0;
        for (int y = 0; y < before.getHeight(); y++) {
            for (int x = 0; x < before.getWidth(); x++) {
                int most = apart(before.getRGB(x, y), again.getRGB(x, y));
                differing += most > 0 ? 1 : 0;
                largest = Math.max(largest, most);
            }
        }
        return new Replay(again, differing, largest, remarks, text);
    }

    private static void checkSize(BufferedImage before, int width, int height) {
        if (before.getWidth() != width || before.getHeight() != height) {
            throw new IllegalArgumentException("its recipe makes a picture of " + width + "x" + height + ", and it has "
                    + before.getWidth() + "x" + before.getHeight());
        }
    }

    private static int apart(int one, int other) {
        int most = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            most = Math.max(most, Math.abs((one >> shift & 255) - (other >> shift & 255)));
        }
        return most;
    }
}
