package dev.goldpan.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.tensor.TensorSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The models whose single files are understood, told apart by what only one of them has. */
public enum LdmKind {
    /** Stable Diffusion 1.x: CLIP-L, 768 wide. */
    SD1,
    /** Stable Diffusion 2.x: OpenCLIP-H, 1024 wide. */
    SD2,
    /** Stable Diffusion XL base: CLIP-L and OpenCLIP-bigG, 2048 wide. */
    SDXL;

    private static final String UNET = "model.diffusion_model.";
    private static final String FIRST = UNET + "input_blocks.0.0.weight";
    private static final String CONTEXT = UNET + "input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight";

    /** Configurations of the components of the published model, by the names of their folders. */
    JsonNode config() {
        String resource = name().toLowerCase(Locale.ROOT) + ".json";
        try (InputStream json = LdmKind.class.getResourceAsStream(resource)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    static LdmKind of(TensorSource source, Path file) {
        if (!source.names().contains(FIRST)) {
            throw unknown(file, other(source));
        }
        long[] first = source.shape(FIRST); // [width, channels, 3, 3]
        if (first.length != 4 || first[1] != 4) {
            throw unknown(file, first.length == 4 && first[1] == 9 ? "an inpainting model"
                    : "a model whose latents have not 4 channels but a first convolution of " + Arrays.toString(first));
        }
        if (has(source, "conditioner.embedders.0.model.")) {
            throw unknown(file, "the SDXL refiner");
        }
        if (has(source, UNET + "label_emb.0.")) {
            return SDXL;
        }
        long width = source.names().contains(CONTEXT) && source.shape(CONTEXT).length == 2 ? source.shape(CONTEXT)[1] : 0;
        boolean openClip = has(source, "cond_stage_model.model.");
        return width == 1024 || (openClip && width != 768) ? SD2 : SD1;
    }

    private static String other(TensorSource source) {
        if (has(source, "double_blocks.") || has(source, UNET + "double_blocks.")) {
            return "FLUX";
        }
        if (has(source, "joint_blocks.") || has(source, UNET + "joint_blocks.")) {
            return "Stable Diffusion 3";
        }
        if (has(source, "down_blocks.")) {
            return "a UNet in the diffusers layout: give its folder with --unet";
        }
        if (has(source, "lora_unet_") || has(source, "lora_te_")) {
            return "a LoRA, a change to a model and not a model";
        }
        if (has(source, "control_model.")) {
            return "a ControlNet";
        }
        return has(source, "encoder.conv_in.") ? "an autoencoder: give it with --vae" : "something else";
    }

    private static IllegalArgumentException unknown(Path file, String what) {
        return new IllegalArgumentException(file + ": is not the single file of a Stable Diffusion 1.x, 2.x or XL base model, "
                + "but " + what);
    }

    private static boolean has(TensorSource source, String prefix) {
        return source.names().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
