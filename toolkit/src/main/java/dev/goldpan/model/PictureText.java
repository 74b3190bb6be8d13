package dev.goldpan.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.text.Prompt;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is written into a picture's file: its whole recipe as JSON under {@value #RECIPE}, and the line that many programs read
 * under {@value #PARAMETERS}.
 *
 * <p>Keys of the recipe are called as the options of the command line. {@code recipe} says where the noise comes from;
 * {@code batch} and {@code item} are the physical batch that the picture was made in, since on most machines a batch of another
 * size gives other last bits.
 *
 * @param model it was made with
 * @param settings how
 * @param prompt what it shows
 * @param seed plain seed of its noise, or null where that is none
 * @param origin keys of where it comes from: recipe, batch, item, and what a search has to say
 * @param engine that made it, {@link dev.goldpan.tensor.EngineFacts#summary}
 */
public record PictureText(StableDiffusion model, Settings settings, Prompt prompt, Long seed, Map<String, Object> origin,
        String engine) {
    /** PNG keyword of the recipe. */
    public static final String RECIPE = "goldpan";
    /** PNG keyword of AUTOMATIC1111's line. */
    public static final String PARAMETERS = "parameters";

    private static final String ENGINE = "engine";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The text of the picture of a plain seed that was row {@code item} of a batch of {@code batch}. */
    static PictureText ofSeed(StableDiffusion model, Settings settings, Prompt prompt, long seed, int batch, int item, String engine) {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("recipe", Map.of("type", "fresh", "seed", seed));
        origin.put("batch", batch);
        origin.put("item", item);
        return new PictureText(model, settings, prompt, seed, origin, engine);
    }

    /** What is written, by PNG keyword. */
    public Map<String, String> byKeyword() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put(PARAMETERS, parameters());
        try {
            text.put(RECIPE, JSON.writeValueAsString(recipe()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return text;
    }

    /** Whether both have a recipe, and it is the same but for the engine. */
    static boolean sameRecipe(Map<String, String> one, Map<String, String> other) {
        try {
            JsonNode first = JSON.readTree(one.getOrDefault(RECIPE, ""));
            JsonNode second = JSON.readTree(other.getOrDefault(RECIPE, ""));
            return first instanceof ObjectNode a && second instanceof ObjectNode b && a.without(ENGINE).equals(b.without(ENGINE));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private Map<String, Object> recipe() {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("format", FORMAT);
        recipe.put("recipe", origin.get("recipe"));
        recipe.put("model", model.files().name());
        recipe.putAll(model.files().elsewhere());
        recipe.put("family", model.architecture().family().name().toLowerCase(Locale.ROOT));
        recipe.put("fingerprint", model.fingerprint());
        recipe.put("prompt", prompt.text());
        recipe.put("prompt2", prompt.second());
        recipe.put("negative", prompt.negative());
        recipe.put("negative2", prompt.negativeSecond());
        recipe.put("width", settings.width());
        recipe.put("height", settings.height());
        recipe.put("steps", settings.steps());
        recipe.put("sampler", model.scheduler(settings).kind().toString());
        recipe.put("scheduler", model.scheduler(settings).settings());
        recipe.put("guidance", settings.guidance());
        recipe.put("guidanceRescale", settings.guidanceRescale());
        recipe.put("eta", settings.eta());
        recipe.put("clipSkip", settings.clipSkip());
        if (settings.attention().guide() != null) {
            recipe.put("guide", settings.attention().guide());
            recipe.put("tokens", settings.attention().tokens());
            recipe.put("variant", settings.attention().variant());
            recipe.put("slice", settings.attention().slice());
            if (settings.attention().fallback() != null) {
                recipe.put("fallback", settings.attention().fallback());
            }
        }
        origin.forEach(recipe::putIfAbsent);
        recipe.put("device", model.device().toString());
        recipe.put("precision", model.precision().toString());
        recipe.put(ENGINE, engine);
        return recipe;
    }

    private String parameters() {
        StringBuilder text = new StringBuilder(prompt.text());
        String negative = prompt.negative();
        if (negative != null && !negative.isEmpty()) {
            text.append("\nNegative prompt: ").append(negative);
        }
        text.append("\nSteps: ").append(settings.steps());
        text.append(", Sampler: ").append(samplerName());
        text.append(", CFG scale: ").append(plain(settings.guidance()));
        if (seed != null) {
            text.append(", Seed: ").append(seed);
        }
        text.append(", Size: ").append(settings.width()).append('x').append(settings.height());
        text.append(", Model: ").append(Path.of(model.files().name()).toAbsolutePath().normalize().getFileName());
        if (settings.clipSkip() > 0) {
            text.append(", Clip skip: ").append(settings.clipSkip() + 1); // counts from the last layer, which is 1
        }
        if (settings.eta() > 0) {
            text.append(", Eta: ").append(plain(settings.eta()));
        }
        return text.append(", RNG: CPU").toString();
    }

    /** As AUTOMATIC1111 calls it. */
    private String samplerName() {
        SchedulerConfig scheduler = model.scheduler(settings);
        String name = switch (scheduler.kind()) {
            case DDIM -> "DDIM";
            case PNDM -> "PLMS";
            case EULER -> "Euler";
            case EULER_ANCESTRAL -> "Euler a";
            case HEUN -> "Heun";
            case DPM_2M -> "DPM++ 2M";
            case DPM_2M_SDE -> "DPM++ 2M SDE";
        };
        return scheduler.settings().path("use_karras_sigmas").asBoolean() ? name + " Karras" : name;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
