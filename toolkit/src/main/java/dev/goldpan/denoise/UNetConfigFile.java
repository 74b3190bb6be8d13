package dev.goldpan.denoise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Reads a UNet's {@code config.json} (untrusted; absent keys mean the defaults of diffusers' class). */
public final class UNetConfigFile {
    private static final int MOST_LEVELS = 8;
    private static final int MOST = 1 << 16;

    /** Options that other models use and this network does not have: refused unless they hold the value given here. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("center_input_sample", "false"), Map.entry("downsample_padding", "1"),
            Map.entry("mid_block_scale_factor", "1"), Map.entry("act_fn", "silu"), Map.entry("only_cross_attention", "false"),
            Map.entry("dual_cross_attention", "false"), Map.entry("resnet_time_scale_shift", "default"),
            Map.entry("resnet_skip_time_act", "false"), Map.entry("resnet_out_scale_factor", "1.0"),
            Map.entry("time_embedding_type", "positional"), Map.entry("conv_in_kernel", "3"),
            Map.entry("conv_out_kernel", "3"), Map.entry("attention_type", "default"),
            Map.entry("class_embeddings_concat", "false"));

    /** Options that must be absent or null. */
    private static final List<String> ABSENT = List.of("encoder_hid_dim", "encoder_hid_dim_type", "num_attention_heads",
            "class_embed_type", "num_class_embeds", "time_embedding_dim", "time_embedding_act_fn", "timestep_post_act",
            "time_cond_proj_dim", "mid_block_only_cross_attention", "cross_attention_norm",
            "reverse_transformer_layers_per_block");

    private final JsonNode tree;
    private final String where;

    private UNetConfigFile(JsonNode tree, String where) {
        this.tree = tree;
        this.where = where;
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException naming the file, the key and what is allowed
     */
    public static UNetConfig read(Path file) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(Files.readString(file));
        return of(tree, file.toString());
    }

    /** Reads a parsed configuration; {@code where} names it in messages. */
    public static UNetConfig of(JsonNode tree, String where) {
        if (!tree.isObject()) {
            throw new IllegalArgumentException(where + ": expected a JSON object");
        }
        return new UNetConfigFile(tree, where).config();
    }

    private UNetConfig config() {
        refuseForeignOptions();
        List<Integer> channels = integers("block_out_channels", 4, List.of(320, 640, 1280, 1280));
        int levels = channels.size();
        return new UNetConfig(integer("sample_size", 64), integer("in_channels", 4), integer("out_channels", 4), channels,
                attention("down_block_types", "CrossAttnDownBlock2D", "DownBlock2D", levels), midAttention(),
                attention("up_block_types", "CrossAttnUpBlock2D", "UpBlock2D", levels),
                one("layers_per_block", 2, levels), integers("transformer_layers_per_block", levels, List.of(1)),
                integers("attention_head_dim", levels, List.of(8)), one("cross_attention_dim", 1280, levels),
                flag("use_linear_projection", false), integer("norm_num_groups", 32),
                tree.path("norm_eps").asDouble(1e-5), flag("flip_sin_to_cos", true), tree.path("freq_shift").asInt(0),
                flag("upcast_attention", false), added());
    }

    private void refuseForeignOptions() {
        FIXED.forEach((key, value) -> {
            JsonNode node = tree.path(key);
            boolean same = node.isNumber() ? node.asDouble() == Double.parseDouble(value) : node.asText().equals(value);
            if (!node.isMissingNode() && !node.isNull() && !same) {
                throw bad(key, "is " + node + "; only " + value + " is supported");
            }
        });
        for (String key : ABSENT) {
            if (!tree.path(key).isMissingNode() && !tree.path(key).isNull()) {
                throw bad(key, "is " + tree.path(key) + "; models with this option are not supported");
            }
        }
    }

    private UNetConfig.Added added() {
        JsonNode type = tree.path("addition_embed_type");
        if (type.isMissingNode() || type.isNull()) {
            return null;
        }
        if (!type.asText().equals("text_time")) {
            throw bad("addition_embed_type", "is " + type + "; null and \"text_time\" are supported");
        }
        return new UNetConfig.Added(integer("addition_time_embed_dim", -1), integer("projection_class_embeddings_input_dim", -1));
    }

    private boolean midAttention() {
        String type = tree.path("mid_block_type").asText("UNetMidBlock2DCrossAttn");
        return switch (type) {
            case "UNetMidBlock2DCrossAttn" -> true;
            case "UNetMidBlock2D" -> false;
            default -> throw bad("mid_block_type", "is \"" + type + "\"; UNetMidBlock2DCrossAttn and UNetMidBlock2D are supported");
        };
    }

    private List<Boolean> attention(String key, String with, String without, int levels) {
        JsonNode node = tree.path(key);
        if (!node.isArray() || node.size() != levels) {
            throw bad(key, "must be a list of " + levels + " block names");
        }
        List<Boolean> found = new ArrayList<>();
        for (JsonNode name : node) {
            if (!name.asText().equals(with) && !name.asText().equals(without)) {
                throw bad(key, "has " + name + "; " + with + " and " + without + " are supported");
            }
            found.add(name.asText().equals(with));
        }
        return List.copyOf(found);
    }

    private List<Integer> integers(String key, int length, List<Integer> otherwise) {
        JsonNode node = tree.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise.size() == 1 ? Collections.nCopies(length, otherwise.get(0)) : otherwise;
        }
        if (!node.isArray()) {
            return Collections.nCopies(length, checked(key, node));
        }
        if (node.isEmpty() || node.size() > MOST_LEVELS) {
            throw bad(key, "has " + node.size() + " entries; 1 to " + MOST_LEVELS + " are allowed");
        }
        List<Integer> values = new ArrayList<>();
        node.forEach(value -> values.add(checked(key, value)));
        return List.copyOf(values);
    }

    private int one(String key, int otherwise, int levels) {
        List<Integer> values = integers(key, levels, List.of(otherwise));
        if (values.stream().distinct().count() != 1) {
            throw bad(key, "is " + tree.path(key) + "; only one value for all levels is supported");
        }
        return values.get(0);
    }

    private int integer(String key, int otherwise) {
        JsonNode node = tree.path(key);
        if ((node.isMissingNode() || node.isNull()) && otherwise > 0) {
            return otherwise;
        }
        return checked(key, node);
    }

    private int checked(String key, JsonNode node) {
        if (!node.isIntegralNumber() || node.asLong() < 1 || node.asLong() > MOST) {
            throw bad(key, "is " + (node.isMissingNode() ? "missing" : node.toString())
                    + "; expected a whole number from 1 to " + MOST);
        }
        return node.asInt();
    }

    private boolean flag(String key, boolean otherwise) {
        return tree.path(key).asBoolean(otherwise);
    }

    private IllegalArgumentException bad(String key, String what) {
        return new IllegalArgumentException(where + ": " + key + " " + what);
    }
}
