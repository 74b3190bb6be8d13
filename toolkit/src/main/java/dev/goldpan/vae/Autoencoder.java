package dev.goldpan.vae;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The variational autoencoder of latent diffusion (Rombach et al., 2022, sections 3.1 and G), laid out as diffusers'
 * AutoencoderKL.
 *
 * <p>Raw latents are what encoder and decoder speak; {@link #scale} and {@link #unscale} convert between them and the units of
 * the diffusion model. Differentiable in its input and, with {@link Weights#trainable}, in its weights.
 */
public final class Autoencoder implements Vae {
    private final AutoencoderConfig config;
    private final Weights weights;
    private final Tiling tiling;
    private final Groups groups;
    private final Layer encoder;
    private final Layer decoder;
    private final Tiles encodeTiles;
    private final Tiles decodeTiles;

    /** The network over the tensors at {@code weights}; very large images in tiles. */
    public Autoencoder(AutoencoderConfig config, Weights weights) {
        this(config, weights, Tiling.AUTO);
    }

    /**
     * The network over the tensors at {@code weights}.
     *
     * @throws IllegalArgumentException for a tensor that is missing, has another shape, or is left over
     */
    public Autoencoder(AutoencoderConfig config, Weights weights, Tiling tiling) {
        this.config = config;
        this.weights = weights;
        this.tiling = tiling;
        groups = new Groups(weights.device(), weights.precision());
        encoder = Halves.encoder(weights, config);
        decoder = Halves.decoder(weights, config);
        weights.finish();
        // the tile of diffusers, rounded up to one whose overlap is a whole number of latents
        long overlaps = Math.max(1, (config.sampleSize() / config.factor() + Tiles.OVERLAP - 1) / Tiles.OVERLAP);
        long latents = overlaps * Tiles.OVERLAP;
        encodeTiles = new Tiles(latents * config.factor(), latents);
        decodeTiles = new Tiles(latents, latents * config.factor());
    }

    /** The shape of this network. */
    public AutoencoderConfig config() {
        return config;
    }

    /**
     * Encodes.
     *
     * @param image [b, 3, h, w], [-1, 1]; h and w multiples of {@link #factor}
     * @return a distribution over raw latents, [b, c, h / factor, w / factor]
     */
    public Posterior encode(Tensor image) {
        Groups.check(image, config.inChannels(), "image");
        Groups.checkSize(image, factor());
        try (Scope scope = Scope.open()) {
            Tensor moments = run(image, image.size(2), image.size(3), encodeTiles, encoder);
            Posterior posterior = Posterior.of(moments);
            return new Posterior(scope.keep(posterior.mean()), scope.keep(posterior.logvar()));
        }
    }

    /**
     * Decodes.
     *
     * @param raw raw latents, [b, c, h, w]
     * @return [b, 3, h * factor, w * factor], fp32, about [-1, 1]
     */
    public Tensor decode(Tensor raw) {
        Groups.check(raw, config.latentChannels(), "latents");
        return run(raw, raw.size(2) * factor(), raw.size(3) * factor(), decodeTiles, decoder);
    }

    private Tensor run(Tensor x, long height, long width, Tiles tiles, Layer half) {
        boolean tiled = tiling.applies(height, width, Math.max(tiles.size(), tiles.resultSize()));
        long pixels = height * width / ((long) config.patchSize() * config.patchSize());
        return groups.run(x, pixels, tiled ? whole -> tiles.through(whole, half) : half);
    }

    /** Raw latents to the units of the diffusion model. */
    public Tensor scale(Tensor raw) {
        return raw.sub(new Scalar(config.shiftFactor())).mul(new Scalar(config.scalingFactor()));
    }

    /** Latents of the diffusion model to raw ones. */
    public Tensor unscale(Tensor latents) {
        return latents.div(new Scalar(config.scalingFactor())).add(new Scalar(config.shiftFactor()));
    }

    @Override
    public Tensor toImage(Tensor latents) {
        try (Scope scope = Scope.open()) {
            return scope.keep(decode(unscale(latents)));
        }
    }

    @Override
    public Tensor toLatents(Tensor image) {
        try (Scope scope = Scope.open()) {
            return scope.keep(scale(encode(image).mean()));
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
