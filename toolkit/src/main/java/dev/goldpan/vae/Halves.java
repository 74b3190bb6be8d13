package dev.goldpan.vae;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Weights;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** The two halves of an AutoencoderKL, each a chain of layers in the order in which data flows. */
final class Halves {
    private Halves() {}

    /** Image [b, 3, h, w] to moments [b, 2 c, h / factor, w / factor]. */
    static Layer encoder(Weights root, AutoencoderConfig config) {
        Weights weights = root.at("encoder");
        int patch = config.patchSize();
        int last = config.channels().size() - 1;
        long width = config.channels().get(0);
        List<Layer> layers = new ArrayList<>();
        if (patch > 1) {
            layers.add(x -> torch.pixel_unshuffle(x, patch));
        }
        layers.add(new Conv2d(weights.at("conv_in"), (long) config.inChannels() * patch * patch, width, 3)::forward);
        for (int level = 0; level <= last; level++) {
            long out = config.channels().get(level);
            for (int i = 0; i < config.layersPerBlock(); i++) {
                layers.add(new ResnetBlock(weights.at("down_blocks", level, "resnets", i), config.normGroups(), width, out));
                width = out;
            }
            if (level < last) {
                layers.add(downsample(weights.at("down_blocks", level, "downsamplers", 0, "conv"), out));
            }
        }
        middle(layers, weights.at("mid_block"), config);
        long moments = 2L * config.latentChannels();
        layers.add(new NormConv(weights.at("conv_norm_out"), weights.at("conv_out"), config.normGroups(), width, moments));
        if (config.quantConv()) {
            layers.add(new Conv2d(root.at("quant_conv"), moments, moments, 1)::forward);
        }
        return Layer.chain(layers);
    }

    /** Raw latents [b, c, h, w] to an image [b, 3, h * factor, w * factor]. */
    static Layer decoder(Weights root, AutoencoderConfig config) {
        Weights weights = root.at("decoder");
        int patch = config.patchSize();
        int coarsest = config.channels().size() - 1;
        long width = config.channels().get(coarsest);
        List<Layer> layers = new ArrayList<>();
        if (config.postQuantConv()) {
            layers.add(new Conv2d(root.at("post_quant_conv"), config.latentChannels(), config.latentChannels(), 1)::forward);
        }
        layers.add(new Conv2d(weights.at("conv_in"), config.latentChannels(), width, 3)::forward);
        middle(layers, weights.at("mid_block"), config);
        for (int level = coarsest; level >= 0; level--) {
            long out = config.channels().get(level);
            Weights block = weights.at("up_blocks", coarsest - level);
            for (int i = 0; i <= config.layersPerBlock(); i++) {
                layers.add(new ResnetBlock(block.at("resnets", i), config.normGroups(), width, out));
                width = out;
            }
            if (level > 0) {
                layers.add(upsample(block.at("upsamplers", 0, "conv"), out));
            }
        }
        layers.add(new NormConv(weights.at("conv_norm_out"), weights.at("conv_out"), config.normGroups(), width,
                (long) config.outChannels() * patch * patch));
        if (patch > 1) {
            layers.add(x -> torch.pixel_shuffle(x, patch));
        }
        return Layer.chain(layers);
    }

    private static void middle(List<Layer> layers, Weights weights, AutoencoderConfig config) {
        long width = config.channels().get(config.channels().size() - 1);
        layers.add(new ResnetBlock(weights.at("resnets", 0), config.normGroups(), width, width));
        if (config.midAttention()) {
            layers.add(new MidAttention(weights.at("attentions", 0), config.normGroups(), width));
        }
        layers.add(new ResnetBlock(weights.at("resnets", 1), config.normGroups(), width, width));
    }

    /** Half the size; the missing row and column are added right and below only, unlike in the UNet. */
    private static Layer downsample(Weights weights, long width) {
        Conv2d conv = new Conv2d(weights, width, width, 3, 2, 0);
        return x -> conv.forward(torch.constant_pad_nd(x, 0, 1, 0, 1));
    }

    /** Twice the size: each pixel repeated, then smoothed. */
    private static Layer upsample(Weights weights, long width) {
        Conv2d conv = new Conv2d(weights, width, width, 3);
        return x -> conv.forward(torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3)));
    }
}
