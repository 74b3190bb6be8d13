package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;
import java.util.List;

/**
 * Shape of an {@link Inception}, as its {@code config.json} states it.
 *
 * @param image pixels on a side (image_size)
 * @param patch pixels on a side that become channels before the first convolution (patch_size)
 * @param widths channels of each level; each level has half the resolution of the one before (hidden_sizes)
 * @param blocks mixed blocks per level (depth)
 * @param groups of the norms; divides every quarter of a width (norm_num_groups)
 * @param features channels of the last block, averaged over the picture (num_features)
 * @param labels classes (num_labels)
 */
public record InceptionConfig(int image, int patch, List<Integer> widths, int blocks, int groups, int features, int labels) {
    /** Reads a parsed {@code config.json}. */
    public static InceptionConfig of(ConfigFile file) {
        file.only("model_type", "goldpan_inception");
        int image = file.integer("image_size", 128, 1, 4096);
        int patch = file.integer("patch_size", 4, 1, 64);
        int groups = file.integer("norm_num_groups", 4, 1, 1024);
        List<Integer> widths = file.integers("hidden_sizes", List.of(48, 64, 96), 4, 1 << 14);
        int features = file.integer("num_features", 64, 4, 1 << 14);
        if (image % (patch << (widths.size() - 1)) != 0) {
            throw file.bad("image_size", "is " + image + ", not divisible by patch_size " + patch + " and " + (widths.size() - 1)
                    + " halvings");
        }
        for (int width : widths) {
            if (width % (4 * groups) != 0) {
                throw file.bad("hidden_sizes", "has " + width + ", not divisible by four branches of " + groups + " groups");
            }
        }
        if (features % (4 * groups) != 0) {
            throw file.bad("num_features", "is " + features + ", not divisible by four branches of " + groups + " groups");
        }
        return new InceptionConfig(image, patch, widths, file.integer("depth", 1, 1, 64), groups, features,
                file.integer("num_labels", 2, 1, 1 << 16));
    }
}
