package dev.goldpan.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.tensor.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which sampler a model is run with, and its settings: the content of a diffusers {@code scheduler_config.json}, with overrides.
 *
 * <p>Keys have diffusers' names and meaning, and one that is not there has the default of the sampler's class in diffusers.
 * Changing the sampler keeps every key that is there, as {@code from_config} does. One key is ours: {@code eta}, for DDIM.
 *
 * @param kind the sampler
 * @param settings a JSON object
 * @param where what messages call it: the file
 */
public record SchedulerConfig(SamplerKind kind, JsonNode settings, String where) {
    // PixArt's file says -Infinity, which is not JSON.
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    /** Options that are not supported: refused unless absent, null or what is given here. */
    private static final Map<String, String> FIXED = Map.of("trained_betas", "null", "use_beta_sigmas", "false",
            "use_lu_lambdas", "false", "use_flow_sigmas", "false", "use_dynamic_shifting", "false", "timestep_type", "\"discrete\"",
            "interpolation_type", "\"linear\"", "sigma_min", "null", "sigma_max", "null");

    private static final Set<String> KNOWN = Set.of("num_train_timesteps", "beta_start", "beta_end", "beta_schedule",
            "rescale_betas_zero_snr", "prediction_type", "timestep_spacing", "steps_offset", "clip_sample", "clip_sample_range",
            "thresholding", "dynamic_thresholding_ratio", "sample_max_value", "set_alpha_to_one", "skip_prk_steps",
            "use_karras_sigmas", "use_exponential_sigmas", "final_sigmas_type", "algorithm_type", "solver_order", "solver_type",
            "lower_order_final", "euler_at_final", "lambda_min_clipped", "variance_type", "flow_shift", "time_shift_type", "eta");

    /** Copies the settings. */
    public SchedulerConfig {
        settings = settings.deepCopy();
    }

    /** Reads {@code file}. @throws IllegalArgumentException in one line, if it is not a scheduler that is supported */
    public static SchedulerConfig read(java.nio.file.Path file) throws IOException {
        return parse(Files.readString(file), file.toString());
    }

    /** Reads JSON text; {@code where} names it in messages. */
    public static SchedulerConfig parse(String text, String where) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + ": not JSON (" + e.getOriginalMessage() + ")");
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException(where + ": expected a JSON object");
        }
        return new SchedulerConfig(kind(new SchedulerSettings(tree, where)), tree, where);
    }

    /** The sampler called {@code name} with every setting at its class's default. */
    public static SchedulerConfig named(String name) {
        return new SchedulerConfig(SamplerKind.DDIM, JSON.createObjectNode(), "sampler").withSampler(name);
    }

    /**
     * The same model run with another sampler.
     *
     * <p>Deviation: PNDM taken instead of the model's own sampler skips its Runge-Kutta steps unless the settings say otherwise
     * (the class's default is not to), because that is what it means for latent models: n + 1 calls.
     *
     * @param name one of {@link SamplerKind#names()}
     */
    public SchedulerConfig withSampler(String name) {
        String wanted = SamplerKind.checked(name);
        SamplerKind other = SamplerKind.of(wanted);
        SchedulerConfig changed = new SchedulerConfig(other, settings, where);
        String curve = wanted.substring(other.toString().length());
        if (!curve.isEmpty()) {
            changed = changed.with("use_karras_sigmas", curve.equals("-karras"))
                    .with("use_exponential_sigmas", curve.equals("-exponential"));
        }
        boolean skips = other == SamplerKind.PNDM && kind != SamplerKind.PNDM && !settings.has("skip_prk_steps");
        return skips ? changed.with("skip_prk_steps", true) : changed;
    }

    /** One setting changed; {@code value} is a boolean, number, text or null for the default. */
    public SchedulerConfig with(String key, Object value) {
        if (!KNOWN.contains(key) && !FIXED.containsKey(key)) {
            throw new IllegalArgumentException("scheduler setting '" + key + "' is not known; did you mean '"
                    + Spelling.nearest(key, KNOWN) + "'?");
        }
        ObjectNode changed = settings.deepCopy();
        changed.set(key, JSON.valueToTree(value));
        return new SchedulerConfig(kind, changed, where);
    }

    /**
     * As diffusers' StableDiffusionPipeline (SD1.x and SD2.x, not SDXL) corrects it, whatever the file says: steps_offset 1 and
     * no clipping of samples.
     */
    public SchedulerConfig forStableDiffusion() {
        return with("steps_offset", 1).with("clip_sample", false);
    }

    /** Keys in the file that no scheduler is known to have; they change nothing. */
    public List<String> ignored() {
        return settings.propertyStream().map(Map.Entry::getKey)
                .filter(key -> !key.startsWith("_") && !KNOWN.contains(key) && !FIXED.containsKey(key)).toList();
    }

    /** What the network predicts. */
    public Parametrisation predicts() {
        return typed().choice("prediction_type", Parametrisation.EPSILON);
    }

    /** The path the network was trained on. */
    public VpPath path() {
        return new SamplerFactory(kind, typed()).path();
    }

    /** The sampler. @throws IllegalArgumentException naming the file, the key and what is allowed */
    public Sampler sampler() {
        SchedulerSettings typed = typed();
        FIXED.forEach((key, value) -> {
            JsonNode found = settings.path(key);
            if (!found.isMissingNode() && !found.isNull() && !found.toString().equals(value)) {
                throw typed.wrong(key, value + "; nothing else is supported");
            }
        });
        return new SamplerFactory(kind, typed).sampler(predicts());
    }

    private SchedulerSettings typed() {
        return new SchedulerSettings(settings, where);
    }

    private static SamplerKind kind(SchedulerSettings typed) {
        String type = typed.text("_class_name", "");
        if (type.equals(SamplerKind.DPM_2M.type())) {
            return switch (typed.text("algorithm_type", "dpmsolver++")) {
                // diffusers takes deis for dpmsolver++.
                case "dpmsolver++", "deis" -> SamplerKind.DPM_2M;
                case "sde-dpmsolver++" -> SamplerKind.DPM_2M_SDE;
                default -> throw typed.wrong("algorithm_type", "\"dpmsolver++\" or \"sde-dpmsolver++\"");
            };
        }
        return Stream.of(SamplerKind.values()).filter(kind -> kind.type().equals(type)).findFirst().orElseThrow(() ->
                typed.wrong("_class_name", "one of " + Stream.of(SamplerKind.values()).map(SamplerKind::type).distinct().toList()));
    }
}
