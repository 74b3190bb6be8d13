package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;

/**
 * Shape of a vision transformer.
 *
 * @param image pixels on a side of the square it was trained on (image_size)
 * @param patch pixels on a side of a token (patch_size)
 * @param layers its transformer
 */
public record VisionConfig(int image, int patch, TransformerConfig layers) {
    private static final int LARGEST = 4096;

    static VisionConfig of(ConfigFile file, VisionConfig otherwise) {
        int image = file.integer("image_size", otherwise.image, 1, LARGEST);
        int patch = file.integer("patch_size", otherwise.patch, 1, LARGEST);
        if (patch > image) {
            throw file.bad("patch_size", "is " + patch + ", larger than image_size " + image);
        }
        if (file.integer("num_channels", 3, 1, 64) != 3) {
            throw file.bad("num_channels", "must be 3: pictures are red, green and blue");
        }
        return new VisionConfig(image, patch, TransformerConfig.of(file, otherwise.layers));
    }

    /** Patches of a picture. */
    public int patches() {
        return (image / patch) * (image / patch);
    }

    /** 10^9 floating-point operations per picture; {@code more} tokens beside the patches. */
    double gigaflops(int more) {
        return layers.gigaflops(patches() + more) + 6.0 * patches() * patch * patch * layers.width() / 1e9;
    }
}
