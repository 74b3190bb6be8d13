package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.verify.net.Dino;
import dev.goldpan.verify.net.DinoConfig;
import dev.goldpan.verify.net.Preprocessing;
import org.bytedeco.pytorch.Tensor;

/** The classes of a linear head over a DINOv2, the main verifier of Ma et al. (2025). */
record LinearClasses(Dino net, Preprocessing eye) implements Classes {
    static Dino dino(VerifierFolder files, Device device, Precision precision) {
        return new Dino(DinoConfig.of(files.config()), files.weights(device, precision));
    }

    @Override
    public Tensor logits(Tensor images) {
        return net.logits(net.tokens(images));
    }

    @Override
    public int count() {
        return net.config().labels();
    }

    @Override
    public double gigaflops() {
        return net.gigaflops();
    }

    @Override
    public void close() {
        net.close();
    }
}
