package dev.goldpan.denoise;

import dev.goldpan.nn.ConfigFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads a UNet's {@code config.json} (untrusted; absent keys mean the defaults of diffusers' class). */
public final class UNetConfigFile {
    private static final int MOST = 1 << 16;
    private static final int MOST_LEVELS = 8;
    private static final String CROSS_DOWN = "CrossAttnDownBlock2D";
    private static final String CROSS_UP = "CrossAttnUpBlock2D";
    private static final String CROSS_MIDDLE = "UNetMidBlock2DCrossAttn";

    /** Options of other models that this network does not have: refused unless they hold the value given here. */
    private static final Map<String, Object> FIXED = Map.ofEntries(
            Map.entry("center_input_sample", false), Map.entry("downsample_padding", 1),
            Map.entry("mid_block_scale_factor", 1), Map.entry("act_fn", "silu"), Map.entry("only_cross_attention", false),
            Map.entry("dual_cross_attention", false), Map.entry("resnet_time_scale_shift", "default"),
            Map.entry("resnet_skip_time_act", false), Map.entry("resnet_out_scale_factor", 1),
            Map.entry("time_embedding_type", "positional"), Map.entry("conv_in_kernel", 3), Map.entry("conv_out_kernel", 3),
            Map.entry("attention_type", "default"), Map.entry("class_embeddings_concat", false),
            Map.entry("_class_name", "UNet2DConditionModel"));

    /** Options that must be absent or null. */
    private static final List<String> ABSENT = List.of("encoder_hid_dim", "encoder_hid_dim_type", "num_attention_heads",
            "class_embed_type", "num_class_embeds", "time_embedding_dim", "time_embedding_act_fn", "timestep_post_act",
            "time_cond_proj_dim", "mid_block_only_cross_attention", "cross_attention_norm",
            "reverse_transformer_layers_per_block");

    private UNetConfigFile() {}

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException naming the file, the key and what is allowed
     */
    public static UNetConfig read(Path file) {
        return of(ConfigFile.read(file));
    }

    /** Reads a parsed configuration. */
    public static UNetConfig of(ConfigFile file) {
        FIXED.forEach(file::fixed);
        ABSENT.forEach(file::absent);
        List<Integer> channels = file.integers("block_out_channels", List.of(320, 640, 1280, 1280), 1, MOST);
        int levels = channels.size();
        if (levels > MOST_LEVELS) {
            throw file.bad("block_out_channels", "has " + levels + " levels; 1 to " + MOST_LEVELS + " are allowed");
        }
        List<String> down = file.texts("down_block_types", List.of(CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, "DownBlock2D"),
                CROSS_DOWN, "DownBlock2D");
        List<String> up = file.texts("up_block_types", List.of("UpBlock2D", CROSS_UP, CROSS_UP, CROSS_UP), CROSS_UP, "UpBlock2D");
        String middle = file.text("mid_block_type", CROSS_MIDDLE, CROSS_MIDDLE, "UNetMidBlock2D");
        return new UNetConfig(file.integer("sample_size", 64, 1, MOST), file.integer("in_channels", 4, 1, MOST),
                file.integer("out_channels", 4, 1, MOST), channels, down.stream().map(CROSS_DOWN::equals).toList(),
                middle.equals(CROSS_MIDDLE), up.stream().map(CROSS_UP::equals).toList(), one(file, "layers_per_block", 2, levels),
                file.repeated("transformer_layers_per_block", 1, levels, 1, MOST),
                file.repeated("attention_head_dim", 8, levels, 1, MOST), one(file, "cross_attention_dim", 1280, levels),
                file.flag("use_linear_projection", false), file.integer("norm_num_groups", 32, 1, MOST),
                file.number("norm_eps", 1e-5), file.flag("flip_sin_to_cos", true), file.integer("freq_shift", 0, 0, 1),
                file.flag("upcast_attention", false), added(file));
    }

    private static UNetConfig.Added added(ConfigFile file) {
        if (!file.has("addition_embed_type")) {
            return null;
        }
        file.only("addition_embed_type", "text_time");
        for (String key : List.of("addition_time_embed_dim", "projection_class_embeddings_input_dim")) {
            if (!file.has(key)) {
                throw file.bad(key, "is missing, and addition_embed_type text_time needs it");
            }
        }
        return new UNetConfig.Added(file.integer("addition_time_embed_dim", 0, 1, MOST),
                file.integer("projection_class_embeddings_input_dim", 0, 1, MOST));
    }

    private static int one(ConfigFile file, String key, int otherwise, int levels) {
        List<Integer> values = file.repeated(key, otherwise, levels, 1, MOST);
        if (values.stream().distinct().count() != 1) {
            throw file.bad(key, "is " + values + "; only one value for all levels is supported");
        }
        return values.get(0);
    }
}
