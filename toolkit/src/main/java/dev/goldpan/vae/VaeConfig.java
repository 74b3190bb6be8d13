package dev.goldpan.vae;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Precision;

/** Shape of an autoencoder of either kind; its {@code config.json} says which. */
public sealed interface VaeConfig permits AutoencoderConfig, TinyAutoencoderConfig {
    /** Reads a parsed {@code config.json}, whose {@code _class_name} is AutoencoderKL unless it says otherwise. */
    static VaeConfig of(ConfigFile file) {
        String kind = file.text("_class_name", "AutoencoderKL", "AutoencoderKL", "AutoencoderTiny");
        return kind.equals("AutoencoderTiny") ? TinyAutoencoderConfig.of(file) : AutoencoderConfig.of(file);
    }

    /** The network over the tensors at {@code weights}. */
    Vae open(Weights weights);

    /** Pixels on a side per latent. */
    int factor();

    /** Channels of a latent. */
    int latentChannels();

    /** What to compute in where {@code wanted} is asked for. */
    Precision precision(Precision wanted);

    /** Features per pixel of the finest maps, by which memory grows. */
    double finest();
}
