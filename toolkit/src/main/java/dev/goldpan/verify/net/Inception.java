package dev.goldpan.verify.net;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A small classifier of mixed blocks (Szegedy et al., 2015, 2016), whose averaged last features are compared in Frechet
 * distances.
 *
 * <p>Unlike its model it normalises by groups, not over the batch: a picture has the same features in any company, and nothing
 * but weights has to be trained and stored.
 */
public final class Inception implements FeatureNet {
    private static final double EPS = 1e-5;

    private final InceptionConfig config;
    private final Weights weights;
    private final List<Layer> layers = new ArrayList<>();
    private final Linear classifier;
    private double operations;

    /** The network over the tensors at {@code weights}. @throws IllegalArgumentException if they are not exactly its own */
    public Inception(InceptionConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        int in = 3 * config.patch() * config.patch();
        int side = config.image() / config.patch();
        for (int level = 0; level < config.widths().size(); level++) {
            int width = config.widths().get(level);
            boolean last = level == config.widths().size() - 1;
            side = level == 0 ? side : side / 2;
            layers.add(unit(weights.at("levels", level, "stem"), in, width, 3, level == 0 ? 1 : 2, side));
            in = width;
            for (int block = 0; block < config.blocks(); block++) {
                int out = last && block == config.blocks() - 1 ? config.features() : width;
                layers.add(mixed(weights.at("levels", level, "blocks", block), in, out, side));
                in = out;
            }
        }
        classifier = new Linear(weights.at("classifier"), config.features(), config.labels());
        weights.finish();
    }

    /** Something from pictures to pictures. */
    @FunctionalInterface
    private interface Layer {
        Tensor forward(Tensor x);
    }

    /** Convolution, norm, ReLU. */
    private Layer unit(Weights at, int in, int out, int kernel, int stride, int side) {
        Conv2d map = Conv2d.withoutBias(at.at("conv"), in, out, kernel, stride, kernel / 2);
        GroupNorm norm = new GroupNorm(at.at("norm"), config.groups(), out, EPS);
        operations += 2.0 * in * out * kernel * kernel * side * side;
        return x -> {
            try (Scope scope = Scope.open()) {
                return scope.keep(torch.relu(norm.forward(map.forward(x))));
            }
        };
    }

    /** Four views of the same neighbourhood side by side: one pixel, 3x3, 5x5 as two 3x3, and its mean. */
    private Layer mixed(Weights at, int in, int out, int side) {
        int part = out / 4;
        Layer one = unit(at.at("branch1x1"), in, part, 1, 1, side);
        Layer three = chain(unit(at.at("branch3x3", 0), in, part, 1, 1, side),
                unit(at.at("branch3x3", 1), part, part, 3, 1, side));
        Layer five = chain(unit(at.at("branch5x5", 0), in, part, 1, 1, side),
                chain(unit(at.at("branch5x5", 1), part, part, 3, 1, side), unit(at.at("branch5x5", 2), part, part, 3, 1, side)));
        Layer mean = unit(at.at("branch_pool"), in, part, 1, 1, side);
        return x -> {
            try (Scope scope = Scope.open()) {
                Tensor pooled = torch.avg_pool2d(x, new long[] {3, 3}, new long[] {1, 1}, new long[] {1, 1}, false, false,
                        new org.bytedeco.pytorch.LongOptional());
                return scope.keep(torch.cat(new TensorVector(one.forward(x), three.forward(x), five.forward(x),
                        mean.forward(pooled)), 1));
            }
        };
    }

    private static Layer chain(Layer first, Layer second) {
        return x -> second.forward(first.forward(x));
    }

    @Override
    public Tensor features(Tensor pixels) {
        Patches.check(pixels, side());
        try (Scope scope = Scope.open()) {
            Tensor at = torch.pixel_unshuffle(pixels.to(weights.device().torch(), weights.precision().scalar()), config.patch());
            for (Layer layer : layers) {
                at = layer.forward(at);
            }
            return scope.keep(at.to(ScalarType.Float).mean(2, 3));
        }
    }

    /** What a picture shows. @param features from {@link #features} @return [b, labels], fp32 */
    public Tensor logits(Tensor features) {
        try (Scope scope = Scope.open()) {
            return scope.keep(classifier.forward(features.to(weights.precision().scalar())).to(ScalarType.Float));
        }
    }

    /** The shape of this network. */
    public InceptionConfig config() {
        return config;
    }

    @Override
    public int side() {
        return config.image();
    }

    @Override
    public double gigaflops() {
        return operations / 1e9;
    }

    @Override
    public Weights weights() {
        return weights;
    }
}
