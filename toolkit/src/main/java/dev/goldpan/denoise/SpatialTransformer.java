package dev.goldpan.denoise;

import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Transformer blocks over the pixels of a feature map (diffusers Transformer2DModel).
 *
 * <p>SD1.x projects in and out by 1x1 convolutions, SD2.x and SDXL by linear maps: the same arithmetic, other shapes on disk.
 */
final class SpatialTransformer {
    private static final double EPS = 1e-6; // differs from the residual blocks' 1e-5

    private final GroupNorm norm;
    private final Linear projIn;
    private final Linear projOut;
    private final List<TransformerBlock> blocks = new ArrayList<>();

    SpatialTransformer(Weights weights, String path, UNetConfig config, long channels, long heads, int layers) {
        norm = new GroupNorm(weights.at("norm"), config.normGroups(), channels, EPS);
        projIn = projection(weights.at("proj_in"), config, channels);
        for (int i = 0; i < layers; i++) {
            blocks.add(new TransformerBlock(weights.at("transformer_blocks", i), path + ".transformer_blocks." + i,
                    channels, config.crossAttentionDim(), heads, config.upcastAttention()));
        }
        projOut = projection(weights.at("proj_out"), config, channels);
    }

    private static Linear projection(Weights weights, UNetConfig config, long channels) {
        return config.useLinearProjection() ? new Linear(weights, channels, channels)
                : Linear.ofPointwiseConvolution(weights, channels, channels);
    }

    /** @param x [b, channels, h, w] @param context [b, tokens, width] @return [b, channels, h, w] */
    Tensor forward(Tensor x, Tensor context, AttentionTap tap) {
        try (Scope scope = Scope.open()) {
            long b = x.size(0);
            long c = x.size(1);
            long h = x.size(2);
            long w = x.size(3);
            // In channels-last memory these two are views: pixels are rows already.
            Tensor tokens = norm.forward(x).permute(0, 2, 3, 1).reshape(b, h * w, c);
            tokens = projIn.forward(tokens);
            for (TransformerBlock block : blocks) {
                tokens = block.forward(tokens, context, tap, h, w);
            }
            Tensor image = projOut.forward(tokens).view(b, h, w, c).permute(0, 3, 1, 2);
            return scope.keep(x.add(image));
        }
    }

    void sites(long h, long w, List<Site> into) {
        blocks.forEach(block -> block.sites(h, w, into));
    }
}
