package dev.goldpan.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;

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

    /** Checks that the heads divide the width. */
    public ClipTextConfig {
        if (width % heads != 0) {
            throw new IllegalArgumentException("num_attention_heads: " + heads + " heads do not divide hidden_size " + width);
        }
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
        if (!tree.isObject()) {
            throw new IllegalArgumentException(where + ": expected a JSON object");
        }
        String name = tree.path("hidden_act").asText("quick_gelu");
        Activation activation = switch (name) {
            case "quick_gelu" -> Activation.QUICK_GELU;
            case "gelu" -> Activation.GELU;
            default -> throw new IllegalArgumentException(where + ": hidden_act is '" + name
                    + "'; quick_gelu and gelu are supported");
        };
        double eps = tree.path("layer_norm_eps").asDouble(1e-5);
        if (!(eps > 0 && eps < 1)) {
            throw new IllegalArgumentException(where + ": layer_norm_eps is " + eps + "; expected a number between 0 and 1");
        }
        try {
            return new ClipTextConfig(integer(tree, "vocab_size", 49408, 1, MOST_IDS),
                    integer(tree, "max_position_embeddings", 77, 1, MOST), integer(tree, "hidden_size", 512, 1, MOST),
                    integer(tree, "intermediate_size", 2048, 1, MOST), integer(tree, "num_hidden_layers", 12, 1, MOST),
                    integer(tree, "num_attention_heads", 8, 1, MOST), activation, eps,
                    integer(tree, "eos_token_id", 49407, 0, MOST_IDS),
                    projects(tree) ? integer(tree, "projection_dim", 512, 1, MOST) : 0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    private static boolean projects(JsonNode tree) {
        for (JsonNode name : tree.path("architectures")) {
            if (name.asText().equals("CLIPTextModelWithProjection")) {
                return true;
            }
        }
        return false;
    }

    private static int integer(JsonNode tree, String key, int otherwise, int least, int most) {
        JsonNode node = tree.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || node.asLong() < least || node.asLong() > most) {
            throw new IllegalArgumentException(key + " is " + node + "; expected a whole number from " + least + " to " + most);
        }
        return node.asInt();
    }
}
