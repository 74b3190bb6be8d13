package dev.goldpan.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldpan.nn.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Shape of a CLIP text encoder, as its {@code config.json} states it.
 *
 * @param vocabulary rows of the token table (vocab_size)
 * @param positions rows of the position table (max_position_embeddings)
 * @param width features per token (hidden_size)
 * @param innerWidth features inside a layer's MLP (intermediate_size)
 * @param layers transformer layers (num_hidden_layers)
 * @param heads attention heads; divides {@code width}
 * @param activation of the MLP (hidden_act)
 * @param eps of the layer norms
 * @param end id whose first place is pooled, or {@link #LARGEST_ID} (eos_token_id)
 * @param projection width of the projected pooled output, or 0 where there is none (CLIPTextModel)
 */
public record ClipTextConfig(int vocabulary, int positions, int width, int innerWidth, int layers, int heads,
        Activation activation, double eps, int end, int projection) {
    /** The value of {@code end} in every old configuration: it is no token's id but means that the largest id is pooled. */
    public static final int LARGEST_ID = 2;

    private static final int MOST = 1 << 16;
    private static final int MOST_IDS = 1 << 20;

    /** Non-linearities of the MLP. */
    public enum Activation {
        /** x sigmoid(1.702 x), OpenAI's approximation of GELU: CLIP-L. */
        QUICK_GELU,
        /** The exact GELU, by the error function: OpenCLIP H and bigG. */
        GELU
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException naming the file, the key and what is allowed
     */
    public static ClipTextConfig read(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        return of(new TextFiles(whole.getParent()).object(whole.getFileName().toString()), file.toString());
    }

    /** Reads a parsed configuration; absent keys mean the defaults of transformers' class. {@code where} names it in messages. */
    public static ClipTextConfig of(JsonNode tree, String where) {
        ConfigFile file = ConfigFile.of(tree, where);
        return of(file, file.isOf("CLIPTextModelWithProjection"));
    }

    /** The same, where something else than its class says whether the network projects: the text half of a whole CLIP does. */
    public static ClipTextConfig of(ConfigFile file, boolean projects) {
        int width = file.integer("hidden_size", 512, 1, MOST);
        int heads = file.integer("num_attention_heads", 8, 1, MOST);
        if (width % heads != 0) {
            throw file.bad("num_attention_heads", "is " + heads + ": heads do not divide hidden_size " + width);
        }
        return new ClipTextConfig(file.integer("vocab_size", 49408, 1, MOST_IDS),
                file.integer("max_position_embeddings", 77, 1, MOST), width, file.integer("intermediate_size", 2048, 1, MOST),
                file.integer("num_hidden_layers", 12, 1, MOST), heads,
                file.choice("hidden_act", Map.of("quick_gelu", Activation.QUICK_GELU, "gelu", Activation.GELU),
                        Activation.QUICK_GELU),
                file.fraction("layer_norm_eps", 1e-5), file.integer("eos_token_id", 49407, 0, MOST_IDS),
                projects ? file.integer("projection_dim", 512, 1, MOST) : 0);
    }
}
