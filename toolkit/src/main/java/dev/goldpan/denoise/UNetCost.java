package dev.goldpan.denoise;

/**
 * Floating-point operations of one forward pass of one item: twice the multiplications of its convolutions, linear maps and
 * attention products. Norms, activations and sums are left out, as is custom; so is the time embedding's share below 0.1 %.
 */
public final class UNetCost {
    private final UNetConfig config;
    private final long tokens;
    private double sum;

    private UNetCost(UNetConfig config, long tokens) {
        this.config = config;
        this.tokens = tokens;
    }

    /**
     * Counts.
     *
     * @param height latent rows
     * @param width latent columns
     * @param tokens rows of the text features
     */
    public static double flops(UNetConfig config, long height, long width, long tokens) {
        UNetCost cost = new UNetCost(config, tokens);
        cost.count(height, width);
        return cost.sum;
    }

    private void count(long height, long width) {
        int last = config.levels() - 1;
        long first = config.channels().get(0);
        conv(height * width, config.inChannels(), first, 3);
        long[] pixels = new long[config.levels()];
        long h = height;
        long w = width;
        for (int level = 0; level <= last; level++) {
            pixels[level] = h * w;
            long out = config.channels().get(level);
            for (int i = 0; i < config.layersPerBlock(); i++) {
                resnet(pixels[level], i > 0 ? out : config.channels().get(Math.max(level - 1, 0)), out);
                transformer(pixels[level], level, config.downAttention().get(level));
            }
            if (level < last) {
                h = (h + 1) / 2;
                w = (w + 1) / 2;
                conv(h * w, out, out, 3);
            }
        }
        long widest = config.channels().get(last);
        resnet(pixels[last], widest, widest);
        transformer(pixels[last], last, config.midAttention());
        resnet(pixels[last], widest, widest);
        for (int level = last; level >= 0; level--) {
            long out = config.channels().get(level);
            long before = config.channels().get(Math.min(level + 1, last));
            long finer = config.channels().get(Math.max(level - 1, 0));
            for (int i = 0; i <= config.layersPerBlock(); i++) {
                resnet(pixels[level], (i == 0 ? before : out) + (i == config.layersPerBlock() ? finer : out), out);
                transformer(pixels[level], level, config.upAttention().get(last - level));
            }
            if (level > 0) {
                conv(pixels[level - 1], out, out, 3);
            }
        }
        conv(pixels[0], first, config.outChannels(), 3);
    }

    private void resnet(long pixels, long in, long out) {
        conv(pixels, in, out, 3);
        conv(pixels, out, out, 3);
        conv(1, config.timeWidth(), out, 1);
        if (in != out) {
            conv(pixels, in, out, 1);
        }
    }

    private void transformer(long pixels, int level, boolean there) {
        if (!there) {
            return;
        }
        long width = config.channels().get(level);
        conv(pixels, width, 2 * width, 1); // in and out
        for (int i = 0; i < config.transformerLayers().get(level); i++) {
            conv(pixels, width, 4 * width, 1); // self: q, k, v, out
            conv(pixels, pixels, 2 * width, 1); // scores and their mix
            conv(pixels, width, 2 * width, 1); // cross: q, out
            conv(tokens, config.crossAttentionDim(), 2 * width, 1); // k, v
            conv(pixels, tokens, 2 * width, 1);
            conv(pixels, width, 12 * width, 1); // gated feed-forward: 8 in, 4 out
        }
    }

    private void conv(long pixels, long in, long out, int kernel) {
        sum += 2.0 * pixels * in * out * kernel * kernel;
    }
}
