package dev.goldpan.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.model.Family;
import dev.goldpan.model.PictureText;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Course;
import dev.goldpan.search.Recipe;
import dev.goldpan.tensor.Png;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A winner for other programs.
 *
 * @param spec of its search
 * @param model it was made with
 * @param candidate the winner
 * @param png its file
 */
public record TakeHome(Spec spec, StableDiffusion model, Candidate candidate, byte[] png) {
    /** Where {@link SearchRun#writeNoise} should write its noise, for the script. */
    public static final String LATENTS = "latents.safetensors";

    private static final ObjectMapper JSON = new ObjectMapper(); // a string of JSON is one of Python

    /** Whether diffusers can make it: from noise, with networks that it has. The bundled autoencoder is none of them. */
    public boolean isPortable() {
        return !spec.model().isBundled() && candidate.recipe().isNoise() && candidate.course() instanceof Course.Steps;
    }

    /** A Python script that makes it in diffusers. */
    public String diffusers() {
        List<String> lines = new ArrayList<>();
        boolean xl = model.architecture().family() == Family.SDXL;
        String pipeline = xl ? "StableDiffusionXLPipeline" : "StableDiffusionPipeline";
        SchedulerConfig scheduler = model.scheduler(settings());
        boolean own = settings().sampler() == null && spec.model().prediction() == null;
        lines.add("# The winner of a search by Goldpan, as diffusers makes it: the same but for rounding.");
        if (scheduler.sampler().isStochastic() && !(candidate.recipe() instanceof Recipe.Fresh)) {
            lines.add("# Its sampler draws noise on the way that only Goldpan knows, so another picture of the same start comes out.");
        }
        if (spec.model().unet() != null || spec.model().vae() != null) {
            lines.add("# It was made with another UNet or autoencoder than the checkpoint's; load them too.");
        }
        lines.add("import torch");
        lines.add("from diffusers import " + pipeline + (own ? "" : ", " + scheduler.kind().type()));
        if (!(candidate.recipe() instanceof Recipe.Fresh)) {
            lines.add("from safetensors.torch import load_file");
        }
        lines.add("");
        boolean single = Files.isRegularFile(Path.of(spec.model().model()));
        lines.add("pipe = " + pipeline + (single ? ".from_single_file(" : ".from_pretrained(") + text(spec.model().model())
                + ", torch_dtype=torch." + type() + ")");
        if (!own) {
            lines.add("pipe.scheduler = " + scheduler.kind().type() + ".from_config(pipe.scheduler.config" + changes(scheduler) + ")");
        }
        lines.add("image = pipe(" + String.join(", ", arguments(xl)) + ").images[0]");
        lines.add("image.save(\"again.png\")");
        return String.join("\n", lines) + "\n";
    }

    private String type() {
        return switch (model.precision()) {
            case FP32 -> "float32";
            case BF16 -> "bfloat16";
            case FP16 -> "float16";
        };
    }

    private static String changes(SchedulerConfig scheduler) {
        StringBuilder changes = new StringBuilder();
        for (String key : List.of("algorithm_type", "use_karras_sigmas", "use_exponential_sigmas", "prediction_type")) {
            JsonNode value = scheduler.settings().path(key);
            if (value.isTextual() || value.asBoolean()) {
                changes.append(", ").append(key).append('=').append(value.isTextual() ? text(value.asText()) : "True");
            }
        }
        return changes.toString();
    }

    private List<String> arguments(boolean xl) {
        Settings settings = settings();
        List<String> arguments = new ArrayList<>(List.of(text(spec.prompt().text())));
        if (xl && !spec.prompt().second().equals(spec.prompt().text())) {
            arguments.add("prompt_2=" + text(spec.prompt().second()));
        }
        if (spec.prompt().negative() != null) {
            arguments.add("negative_prompt=" + text(spec.prompt().negative()));
        }
        arguments.add("height=" + settings.height() + ", width=" + settings.width());
        arguments.add("num_inference_steps=" + settings.steps() + ", guidance_scale=" + settings.guidance());
        if (settings.guidanceRescale() > 0) {
            arguments.add("guidance_rescale=" + settings.guidanceRescale());
        }
        if (settings.eta() > 0) {
            arguments.add("eta=" + settings.eta());
        }
        if (settings.clipSkip() > 0) {
            arguments.add("clip_skip=" + settings.clipSkip());
        }
        arguments.add(candidate.recipe() instanceof Recipe.Fresh fresh
                ? "generator=torch.Generator(\"cpu\").manual_seed(" + fresh.seed() + ")"
                : "latents=load_file(\"" + LATENTS + "\")[\"latents\"].to(pipe.dtype)");
        return arguments;
    }

    private Settings settings() {
        return candidate.course() instanceof Course.Steps course ? spec.settings().withSteps(course.steps()) : spec.settings();
    }

    /** What latents are in the file beside the script. */
    public String latents() {
        return "float32, " + Arrays.toString(model.latentShape(settings())) + ", standard normal";
    }

    /** The line that AUTOMATIC1111 reads, or none where no seed says the noise. */
    public String automatic1111() {
        return candidate.recipe() instanceof Recipe.Fresh ? Png.text(png).getOrDefault(PictureText.PARAMETERS, "") : "";
    }

    private static String text(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
