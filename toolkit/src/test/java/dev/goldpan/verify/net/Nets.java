package dev.goldpan.verify.net;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import org.bytedeco.pytorch.Tensor;

/** The tiny networks under fixtures/verify. */
final class Nets {
    private Nets() {}

    static ConfigFile config(String name) {
        return ConfigFile.read(Fixtures.path("verify/" + name + "/config.json"));
    }

    static Weights weights(String name, Precision precision) {
        return Weights.of(Fixtures.open("verify/" + name + "/model.safetensors"), Device.CPU, precision);
    }

    static DualEncoder dual(String name, Precision precision) {
        return name.equals("siglip") ? new Siglip(SiglipConfig.of(config(name)), weights(name, precision))
                : new Clip(ClipConfig.of(config(name)), weights(name, precision));
    }

    static Dino dino(String name) {
        return new Dino(DinoConfig.of(config(name)), weights(name, Precision.FP32));
    }

    static Blip blip(Precision precision) {
        return new Blip(BlipConfig.of(config("blip")), weights("blip", precision));
    }

    /** The same values, recording gradients. */
    static Tensor leaf(Tensor values) {
        return values.clone().requires_grad_(true);
    }
}
