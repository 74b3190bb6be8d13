package dev.goldpan.vae;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * TAESD (Boer Bohan, 2023): a distilled autoencoder that decodes at a twentieth of the cost and loses fine detail, laid out as
 * diffusers' AutoencoderTiny.
 *
 * <p>Its latents are those of the diffusion model: nothing is scaled unless its configuration says so. Differentiable.
 */
public final class TinyAutoencoder implements Vae {
    private static final double SOFT_LIMIT = 3; // of latents, by tanh

    private final TinyAutoencoderConfig config;
    private final Weights weights;
    private final Groups groups;
    private final Layer encoder;
    private final Layer decoder;

    /**
     * The network over the tensors at {@code weights}.
     *
     * @throws IllegalArgumentException for a tensor that is missing, has another shape, or is left over
     */
    public TinyAutoencoder(TinyAutoencoderConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        groups = new Groups(weights.device(), weights.precision());
        encoder = Layer.chain(encoder(weights.at("encoder", "layers"), config));
        decoder = Layer.chain(decoder(weights.at("decoder", "layers"), config));
        weights.finish();
    }

    private static List<Layer> encoder(Weights weights, TinyAutoencoderConfig config) {
        List<Layer> layers = new ArrayList<>(); // at the indices that the checkpoint gives them
        long width = config.encoderChannels().get(0);
        layers.add(new Conv2d(weights.at(0), config.inChannels(), width, 3)::forward);
        for (int stage = 0; stage < config.encoderBlocks().size(); stage++) {
            if (stage > 0) {
                layers.add(Conv2d.withoutBias(weights.at(layers.size()), width, width, 3, 2, 1)::forward);
            }
            for (int i = 0; i < config.encoderBlocks().get(stage); i++) {
                layers.add(new TinyBlock(weights.at(layers.size()), width));
            }
        }
        layers.add(new Conv2d(weights.at(layers.size()), width, config.latentChannels(), 3)::forward);
        return layers;
    }

    private static List<Layer> decoder(Weights weights, TinyAutoencoderConfig config) {
        List<Layer> layers = new ArrayList<>();
        long width = config.decoderChannels().get(0);
        int last = config.decoderBlocks().size() - 1;
        layers.add(new Conv2d(weights.at(0), config.latentChannels(), width, 3)::forward);
        layers.add(torch::relu);
        for (int stage = 0; stage <= last; stage++) {
            for (int i = 0; i < config.decoderBlocks().get(stage); i++) {
                layers.add(new TinyBlock(weights.at(layers.size()), width));
            }
            if (stage < last) {
                layers.add(x -> torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3)));
                layers.add(Conv2d.withoutBias(weights.at(layers.size()), width, width, 3, 1, 1)::forward);
            }
        }
        layers.add(new Conv2d(weights.at(layers.size()), width, config.outChannels(), 3)::forward);
        return layers;
    }

    /** The shape of this network. */
    public TinyAutoencoderConfig config() {
        return config;
    }

    @Override
    public Tensor toImage(Tensor latents) {
        Groups.check(latents, config.latentChannels(), "latents");
        long pixels = latents.size(2) * latents.size(3) * factor() * factor();
        try (Scope scope = Scope.open()) {
            Tensor raw = latents.div(new Scalar(config.scalingFactor()));
            Tensor limited = torch.tanh(raw.div(new Scalar(SOFT_LIMIT))).mul(new Scalar(SOFT_LIMIT));
            Tensor image = groups.run(limited, pixels, decoder); // [0, 1]
            return scope.keep(image.mul(new Scalar(2)).sub(new Scalar(1)));
        }
    }

    @Override
    public Tensor toLatents(Tensor image) {
        Groups.check(image, config.inChannels(), "image");
        Groups.checkSize(image, factor());
        try (Scope scope = Scope.open()) {
            Tensor unit = image.add(new Scalar(1)).div(new Scalar(2));
            Tensor raw = groups.run(unit, image.size(2) * image.size(3), encoder);
            return scope.keep(raw.mul(new Scalar(config.scalingFactor())));
        }
    }

    /** Latents to [0, 1], clamped, to be stored in 8 bits: with a shift of 0.5 from [-latentMagnitude, latentMagnitude]. */
    public Tensor toUnit(Tensor latents) {
        try (Scope scope = Scope.open()) {
            Tensor unit = latents.div(new Scalar(2 * config.latentMagnitude())).add(new Scalar(config.latentShift()));
            return scope.keep(torch.clamp(unit, new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(1))));
        }
    }

    /** The inverse of {@link #toUnit}. */
    public Tensor fromUnit(Tensor unit) {
        try (Scope scope = Scope.open()) {
            return scope.keep(unit.sub(new Scalar(config.latentShift())).mul(new Scalar(2 * config.latentMagnitude())));
        }
    }

    @Override
    public int factor() {
        return config.factor();
    }

    @Override
    public int latentChannels() {
        return config.latentChannels();
    }

    @Override
    public void close() {
        weights.close();
    }
}
