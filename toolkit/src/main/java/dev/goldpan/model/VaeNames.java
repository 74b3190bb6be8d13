package dev.goldpan.model;

import dev.goldpan.tensor.Form;
import dev.goldpan.tensor.Renamed;
import dev.goldpan.tensor.TensorSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the autoencoder: diffusers' of today, those its older releases gave to the attention, and those of the
 * latent-diffusion code, in which the decoder counts its levels from the image up.
 */
final class VaeNames {
    private static final Pattern LEVEL = Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d{1,2})\\.(.+)");
    private static final Pattern ATTENTION = Pattern.compile(
            "((?:en|de)coder\\.)mid(?:\\.attn_1|_block\\.attentions\\.0)\\.(\\w+)\\.(.+)");
    private static final Map<String, String> PROJECTIONS = Map.of("norm", "group_norm", "q", "to_q", "k", "to_k", "v", "to_v",
            "proj_out", "to_out.0", "query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

    private final int levels;

    private VaeNames(int levels) {
        this.levels = levels;
    }

    /** {@code source} under the names of today, whichever it has. */
    static TensorSource modern(TensorSource source) {
        return modern(source, "");
    }

    /** The autoencoder that {@code source} has under {@code prefix}. */
    static TensorSource modern(TensorSource source, String prefix) {
        VaeNames names = new VaeNames(levels(source, prefix));
        Map<String, Renamed.Stored> table = new LinkedHashMap<>();
        for (String stored : source.names()) {
            String name = stored.startsWith(prefix) ? stored.substring(prefix.length()) : "";
            // training's discriminator and moving average
            if (!name.isEmpty() && !name.startsWith("loss.") && !name.startsWith("model_ema.")) {
                Form form = ATTENTION.matcher(name).matches() ? Form.POINTWISE : Form.WHOLE;
                Renamed.put(table, names.modern(name), new Renamed.Stored(stored, form), source);
            }
        }
        return new Renamed(source, table);
    }

    private static int levels(TensorSource source, String prefix) {
        int levels = 0;
        for (String name : source.names()) {
            Matcher level = LEVEL.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : "");
            if (level.matches()) {
                levels = Math.max(levels, Integer.parseInt(level.group(2)) + 1);
            }
        }
        return levels;
    }

    private String modern(String name) {
        Matcher attention = ATTENTION.matcher(name);
        if (attention.matches()) {
            return attention.group(1) + "mid_block.attentions.0."
                    + PROJECTIONS.getOrDefault(attention.group(2), attention.group(2)) + "." + attention.group(3);
        }
        Matcher level = LEVEL.matcher(name);
        if (level.matches()) {
            boolean encoder = level.group(1).startsWith("encoder");
            int index = Integer.parseInt(level.group(2));
            return (encoder ? "encoder.down_blocks." + index : "decoder.up_blocks." + (levels - 1 - index)) + "."
                    + level.group(3).replaceFirst("^block\\.", "resnets.").replaceFirst("^(down|up)sample\\.", "$1samplers.0.")
                            .replace("nin_shortcut", "conv_shortcut");
        }
        return name.replace(".mid.block_1.", ".mid_block.resnets.0.").replace(".mid.block_2.", ".mid_block.resnets.1.")
                .replace("coder.norm_out.", "coder.conv_norm_out.");
    }
}
