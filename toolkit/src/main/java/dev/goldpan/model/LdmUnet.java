package dev.goldpan.model;

import dev.goldpan.tensor.TensorSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the UNet in the latent-diffusion code (CompVis/latent-diffusion, {@code openaimodel.py}), where blocks are counted
 * through, against diffusers' names, where they are counted by level.
 */
final class LdmUnet {
    private static final int PUBLISHED_PERIOD = 3; // two residual blocks per level and the step to the next
    private static final Pattern BLOCK = Pattern.compile("(input|output)_blocks\\.(\\d{1,3})\\.([012])\\.(.+)");
    private static final Pattern DOWNSAMPLER = Pattern.compile("input_blocks\\.(\\d{1,3})\\.0\\.op\\.weight");
    private static final Map<String, String> ENDS = Map.of(
            "time_embed.0", "time_embedding.linear_1", "time_embed.2", "time_embedding.linear_2",
            "label_emb.0.0", "add_embedding.linear_1", "label_emb.0.2", "add_embedding.linear_2",
            "input_blocks.0.0", "conv_in", "out.0", "conv_norm_out", "out.2", "conv_out",
            "middle_block.0", "mid_block.resnets.0", "middle_block.1", "mid_block.attentions.0",
            "middle_block.2", "mid_block.resnets.1");
    private static final Map<String, String> RESNET = Map.of(
            "in_layers.0", "norm1", "in_layers.2", "conv1", "emb_layers.1", "time_emb_proj", "out_layers.0", "norm2",
            "out_layers.3", "conv2", "skip_connection", "conv_shortcut");

    private final int period;

    private LdmUnet(int period) {
        this.period = period;
    }

    /** The names of the UNet under {@code prefix}, whose first downsampler tells how many blocks a level has. */
    static LdmUnet of(TensorSource source, String prefix) {
        int period = Integer.MAX_VALUE;
        for (String name : source.names()) {
            Matcher match = name.startsWith(prefix) ? DOWNSAMPLER.matcher(name.substring(prefix.length())) : null;
            if (match != null && match.matches()) {
                period = Math.min(period, Math.max(1, Integer.parseInt(match.group(1))));
            }
        }
        return new LdmUnet(period == Integer.MAX_VALUE ? PUBLISHED_PERIOD : period);
    }

    /** What diffusers calls {@code name}; a name that is not known stays, for the network to complain about. */
    String modern(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches() && !name.startsWith("input_blocks.0.0.")) {
            return modern(block.group(1).equals("input"), Integer.parseInt(block.group(2)), block.group(3), block.group(4));
        }
        for (Map.Entry<String, String> end : ENDS.entrySet()) {
            if (name.startsWith(end.getKey() + ".")) {
                return end.getValue() + "." + resnet(name.substring(end.getKey().length() + 1));
            }
        }
        return name;
    }

    private String modern(boolean input, int block, String part, String rest) {
        int counted = input ? block - 1 : block; // the first input block is conv_in
        String level = (input ? "down_blocks." : "up_blocks.") + counted / period + ".";
        if (input && rest.startsWith("op.")) {
            return level + "downsamplers.0.conv." + rest.substring("op.".length());
        }
        if (!input && !part.equals("0") && rest.startsWith("conv.")) {
            return level + "upsamplers.0." + rest;
        }
        return level + (part.equals("0") ? "resnets." : "attentions.") + counted % period + "."
                + (part.equals("0") ? resnet(rest) : rest);
    }

    private static String resnet(String name) {
        int leaf = name.lastIndexOf('.');
        String known = leaf < 0 ? null : RESNET.get(name.substring(0, leaf));
        return known == null ? name : known + name.substring(leaf);
    }
}
