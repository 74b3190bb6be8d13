package dev.goldpan.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.tensor.Renamed;
import dev.goldpan.tensor.TensorFile;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.tensor.TorchCheckpoint;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A Stable Diffusion model in one file, in the layout of the latent-diffusion code ({@code v1-5-pruned-emaonly.safetensors},
 * {@code v2-1_768-ema-pruned.ckpt}, {@code sd_xl_base_1.0.safetensors}), seen under the names of the diffusers folder layout.
 *
 * <p>Such a file has no configuration and no tokeniser: it is taken for the published model of its kind. Each component opens the
 * file for itself and is closed by itself. Copies of the weights as a moving average ({@code model_ema.*}) are ignored, as in the
 * reference.
 */
public final class LdmCheckpoint {
    private static final String UNET = "model.diffusion_model.";
    private static final String VAE = "first_stage_model.";
    private static final long SD2_BASE_STEPS = 875_000; // global_step of 512-base-ema.ckpt, the one trained on epsilon

    private final Path file;
    private final LdmKind kind;
    private final String prediction;

    private LdmCheckpoint(Path file, LdmKind kind, String prediction) {
        this.file = file;
        this.kind = kind;
        this.prediction = prediction;
    }

    /**
     * Looks at the names in {@code file}.
     *
     * @throws IllegalArgumentException if it is not the single file of a Stable Diffusion 1.x, 2.x or XL base model
     */
    public static LdmCheckpoint open(Path file) {
        try (TensorSource source = TensorFile.open(file)) {
            LdmKind kind = LdmKind.of(source, file);
            boolean base = source instanceof TorchCheckpoint torch && torch.number("global_step").orElse(0) == SD2_BASE_STEPS;
            return new LdmCheckpoint(file, kind, kind == LdmKind.SD2 && !base ? "v_prediction" : "epsilon");
        }
    }

    /** Which model it is. */
    public LdmKind kind() {
        return kind;
    }

    /**
     * What the network predicts, in the words of {@code scheduler_config.json}: epsilon or v_prediction.
     *
     * <p>A guess for SD2: the file does not say whether it is the base model (epsilon) or the one for 768 pixels (v). Only the
     * original {@code .ckpt} of the base model is known by its number of training steps; everything else is taken for v, as
     * in the reference. Users must be able to overrule it.
     */
    public String predictionType() {
        return prediction;
    }

    /**
     * The same file, known to predict something else than {@link #predictionType()} guessed.
     *
     * @param type epsilon or v_prediction
     */
    public LdmCheckpoint predicting(String type) {
        if (!type.equals("epsilon") && !type.equals("v_prediction")) {
            throw new IllegalArgumentException("'" + type + "' is not a prediction type; use epsilon or v_prediction");
        }
        return new LdmCheckpoint(file, kind, type);
    }

    /**
     * What the {@code config.json} of a component says in the folder of the published model: the file itself says nothing.
     *
     * @param component unet, vae, text_encoder, text_encoder_2 or scheduler
     */
    public JsonNode config(String component) {
        JsonNode config = kind.config().path(component);
        if (!(config instanceof ObjectNode settings)) {
            throw new IllegalArgumentException(file + ": " + kind + " has no " + component);
        }
        if (component.equals("scheduler")) {
            settings.put("prediction_type", prediction);
        }
        if (component.equals("unet") && kind == LdmKind.SD2 && prediction.equals("epsilon")) {
            settings.put("sample_size", 64).put("upcast_attention", false); // the base model's: 512 pixels
        }
        return settings;
    }

    /** The denoiser. */
    public TensorSource unet() {
        return view(LdmCheckpoint::unet);
    }

    /** The autoencoder. */
    public TensorSource vae() {
        return view(source -> VaeNames.modern(source, VAE));
    }

    /** The first or only text encoder: CLIP-L, or for SD2 OpenCLIP-H without its last layer, which the model never used. */
    public TensorSource textEncoder() {
        return view(source -> switch (kind) {
            case SD1 -> clip(source, "cond_stage_model.transformer.");
            case SD2 -> OpenClipNames.modern(source, "cond_stage_model.model.", 23);
            case SDXL -> clip(source, "conditioner.embedders.0.transformer.");
        });
    }

    /** The second text encoder of SDXL, with its projection. @throws IllegalStateException for models with one */
    public TensorSource textEncoder2() {
        if (kind != LdmKind.SDXL) {
            throw new IllegalStateException(kind + " has one text encoder");
        }
        return view(source -> OpenClipNames.modern(source, "conditioner.embedders.1.model.", Integer.MAX_VALUE));
    }

    static TensorSource unet(TensorSource source) {
        LdmUnet names = LdmUnet.of(source, UNET);
        return Renamed.by(source, stored -> stored.startsWith(UNET) ? names.modern(stored.substring(UNET.length())) : null);
    }

    /** The names are the library's but for the prefix; files from other tools may lack "text_model." or have a projection. */
    private static TensorSource clip(TensorSource source, String prefix) {
        return Renamed.by(source, stored -> {
            String name = stored.startsWith(prefix) ? stored.substring(prefix.length()).replaceFirst("^text_model\\.", "") : "";
            boolean used = name.matches("(embeddings|encoder|final_layer_norm)\\..*") && !name.endsWith("position_ids");
            return used ? "text_model." + name : null;
        });
    }

    private TensorSource view(Function<TensorSource, TensorSource> names) {
        TensorSource source = TensorFile.open(file);
        try {
            TensorSource view = names.apply(source);
            if (view.names().isEmpty()) {
                throw new IllegalArgumentException(file + ": has no such component; give it from another folder (--unet, --vae)");
            }
            return view;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
