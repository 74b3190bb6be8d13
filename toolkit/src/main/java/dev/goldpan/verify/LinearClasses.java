package dev.goldpan.verify;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.verify.net.Dino;
import dev.goldpan.verify.net.DinoConfig;
import dev.goldpan.verify.net.FeatureNet;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.Preprocessing;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The classes of a network's own linear head: of a DINOv2, the main verifier of Ma et al. (2025), or of an Inception.
 *
 * @param head from preprocessed images to logits, through {@code net}
 */
record LinearClasses(FeatureNet net, UnaryOperator<Tensor> head, Preprocessing eye, ClassNames names) implements Classes {
    /** Those of the network in {@code files}, told by its model_type. */
    static LinearClasses of(VerifierFolder files, Device device, Precision precision) {
        ConfigFile config = files.config();
        if (config.text("model_type", "dinov2", "dinov2", "goldpan_inception").equals("dinov2")) {
            Dino dino = dino(files, device, precision);
            if (dino.config().labels() == 0) {
                throw config.bad("architectures", "is no Dinov2ForImageClassification, so it has no classes");
            }
            return new LinearClasses(dino, images -> dino.logits(dino.tokens(images)), files.preprocessing(),
                    ClassNames.of(config, dino.config().labels()));
        }
        Inception inception = OracleInception.net(files, device, precision);
        return new LinearClasses(inception, images -> inception.logits(inception.features(images)), files.preprocessing(),
                ClassNames.of(config, inception.config().labels()));
    }

    static Dino dino(VerifierFolder files, Device device, Precision precision) {
        return new Dino(DinoConfig.of(files.config()), files.weights(device, precision));
    }

    @Override
    public Tensor logits(Tensor images) {
        return head.apply(images);
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
