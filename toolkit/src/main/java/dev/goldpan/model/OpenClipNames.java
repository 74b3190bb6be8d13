package dev.goldpan.model;

import dev.goldpan.tensor.Form;
import dev.goldpan.tensor.Renamed;
import dev.goldpan.tensor.TensorSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the text encoder in OpenCLIP, which keeps q, k and v in one matrix, against those of the transformers library. */
final class OpenClipNames {
    private static final Pattern BLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d{1,3})\\.(.+?)[._](weight|bias)");
    private static final Map<String, String> PARTS = Map.of("attn.out_proj", "self_attn.out_proj", "ln_1", "layer_norm1",
            "ln_2", "layer_norm2", "mlp.c_fc", "mlp.fc1", "mlp.c_proj", "mlp.fc2");
    private static final Map<String, String> ENDS = Map.of(
            "token_embedding.weight", "text_model.embeddings.token_embedding.weight",
            "positional_embedding", "text_model.embeddings.position_embedding.weight",
            "ln_final.weight", "text_model.final_layer_norm.weight", "ln_final.bias", "text_model.final_layer_norm.bias");

    private OpenClipNames() {}

    /**
     * The encoder that {@code source} has under {@code prefix}.
     *
     * @param layers how many of its layers to keep; the others and, if any is left out, the projection are not used
     */
    static TensorSource modern(TensorSource source, String prefix, int layers) {
        Map<String, Renamed.Stored> table = new LinkedHashMap<>();
        for (String stored : source.names()) {
            if (!stored.startsWith(prefix)) {
                continue;
            }
            String name = stored.substring(prefix.length());
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                if (Integer.parseInt(block.group(1)) < layers) {
                    addBlock(table, block, stored, source);
                }
            } else if (ENDS.containsKey(name)) {
                Renamed.put(table, ENDS.get(name), new Renamed.Stored(stored, Form.WHOLE), source);
            } else if (name.equals("text_projection") && layers == Integer.MAX_VALUE) {
                Renamed.put(table, "text_projection.weight", new Renamed.Stored(stored, Form.TRANSPOSED), source);
            } // the rest (logit_scale, attn_mask) belongs to the training of the pair
        }
        return new Renamed(source, table);
    }

    private static void addBlock(Map<String, Renamed.Stored> table, Matcher block, String stored, TensorSource source) {
        String layer = "text_model.encoder.layers." + block.group(1) + ".";
        String part = block.group(2);
        if (part.equals("attn.in_proj")) {
            for (int i = 0; i < 3; i++) {
                Renamed.put(table, layer + "self_attn." + "qkv".charAt(i) + "_proj." + block.group(3),
                        new Renamed.Stored(stored, Form.rows(i, 3)), source);
            }
        } else {
            String name = layer + PARTS.getOrDefault(part, part) + "." + block.group(3);
            Renamed.put(table, name, new Renamed.Stored(stored, Form.WHOLE), source);
        }
    }
}
