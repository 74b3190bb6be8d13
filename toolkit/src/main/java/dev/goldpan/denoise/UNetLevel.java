package dev.goldpan.denoise;

import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One resolution of the UNet on the way down, in the middle, or on the way up: residual blocks, attention, a change of size. */
final class UNetLevel {
    private final List<ResnetBlock> resnets = new ArrayList<>();
    private final List<SpatialTransformer> attentions = new ArrayList<>(); // empty where the level has none
    private final Conv2d resize; // strided (down) or after upsampling (up); null where the size stays

    private UNetLevel(Conv2d resize) {
        this.resize = resize;
    }

    static UNetLevel down(Weights root, UNetConfig config, int index) {
        Weights weights = root.at("down_blocks", index);
        long out = config.channels().get(index);
        boolean last = index == config.levels() - 1;
        UNetLevel level = new UNetLevel(last ? null : new Conv2d(weights.at("downsamplers", 0, "conv"), out, out, 3, 2, 1));
        for (int i = 0; i < config.layersPerBlock(); i++) {
            long in = i > 0 ? out : config.channels().get(Math.max(index - 1, 0));
            level.resnets.add(new ResnetBlock(weights.at("resnets", i), config, in, out));
            if (config.downAttention().get(index)) {
                level.attend(weights, "down_blocks." + index, config, index, i);
            }
        }
        return level;
    }

    static UNetLevel middle(Weights root, UNetConfig config) {
        Weights weights = root.at("mid_block");
        int coarsest = config.levels() - 1;
        long width = config.channels().get(coarsest);
        UNetLevel level = new UNetLevel(null);
        level.resnets.add(new ResnetBlock(weights.at("resnets", 0), config, width, width));
        if (config.midAttention()) {
            level.attend(weights, "mid_block", config, coarsest, 0);
        }
        level.resnets.add(new ResnetBlock(weights.at("resnets", 1), config, width, width));
        return level;
    }

    static UNetLevel up(Weights root, UNetConfig config, int index) {
        Weights weights = root.at("up_blocks", index);
        int coarsest = config.levels() - 1;
        int levelIndex = coarsest - index;
        long out = config.channels().get(levelIndex);
        long before = config.channels().get(Math.min(levelIndex + 1, coarsest));
        long finer = config.channels().get(Math.max(levelIndex - 1, 0));
        boolean last = index == coarsest;
        UNetLevel level = new UNetLevel(last ? null : new Conv2d(weights.at("upsamplers", 0, "conv"), out, out, 3));
        for (int i = 0; i <= config.layersPerBlock(); i++) {
            long skip = i == config.layersPerBlock() ? finer : out;
            level.resnets.add(new ResnetBlock(weights.at("resnets", i), config, (i == 0 ? before : out) + skip, out));
            if (config.upAttention().get(index)) {
                level.attend(weights, "up_blocks." + index, config, levelIndex, i);
            }
        }
        return level;
    }

    private void attend(Weights weights, String path, UNetConfig config, int levelIndex, int i) {
        attentions.add(new SpatialTransformer(weights.at("attentions", i), path + ".attentions." + i, config,
                config.channels().get(levelIndex), config.heads().get(levelIndex), config.transformerLayers().get(levelIndex)));
    }

    /** Downwards: pushes every intermediate result. */
    Tensor descend(Tensor x, Tensor time, Tensor context, AttentionTap tap, Deque<Tensor> skips) {
        Tensor h = x;
        for (int i = 0; i < resnets.size(); i++) {
            h = layer(i, h, time, context, tap);
            skips.push(h);
        }
        if (resize != null) {
            h = resize.forward(h);
            skips.push(h);
        }
        return h;
    }

    /** Residual block, attention, residual block. */
    Tensor through(Tensor x, Tensor time, Tensor context, AttentionTap tap) {
        Tensor h = layer(0, x, time, context, tap);
        return resnets.get(1).forward(h, time);
    }

    /** Upwards: joins one intermediate result per layer, then doubles the size to that of the next one. */
    Tensor ascend(Tensor x, Tensor time, Tensor context, AttentionTap tap, Deque<Tensor> skips) {
        Tensor h = x;
        for (int i = 0; i < resnets.size(); i++) {
            try (Scope scope = Scope.open()) {
                h = scope.keep(layer(i, torch.cat(new TensorVector(h, skips.pop()), 1), time, context, tap));
            }
        }
        if (resize == null) {
            return h;
        }
        try (Scope scope = Scope.open()) {
            Tensor finer = skips.peek(); // twice the size, or one less where the latents are odd
            return scope.keep(resize.forward(torch.upsample_nearest2d(h, finer.size(2), finer.size(3))));
        }
    }

    private Tensor layer(int i, Tensor x, Tensor time, Tensor context, AttentionTap tap) {
        try (Scope scope = Scope.open()) {
            Tensor h = resnets.get(i).forward(x, time);
            return scope.keep(i < attentions.size() ? attentions.get(i).forward(h, context, tap) : h);
        }
    }

    boolean descends() {
        return resize != null;
    }

    void sites(long h, long w, List<Site> into) {
        attentions.forEach(attention -> attention.sites(h, w, into));
    }
}
