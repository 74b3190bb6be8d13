package dev.goldpan.mini.train;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.OracleFid;
import dev.goldpan.verify.VerifierFolder;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.InceptionConfig;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What Frechet distances are measured to: mean and covariance (over n - 1) of a feature network's features of rendered scenes that
 * nothing was trained on, as {@code mu} [d] and {@code sigma} [d, d] in fp64 beside the network. The file says how many scenes.
 */
final class FeatureStatistics {
    /** Scenes where nobody chooses: 312 for each of the bundled network's features. */
    static final int SCENES = 20_000;

    private static final int GROUP = 100;

    private FeatureStatistics() {}

    /** Writes those of the network in {@code folder} as it is stored there. @param scenes two or more */
    static void write(Path folder, int scenes) {
        if (scenes < 2) {
            throw new IllegalArgumentException("--scenes: " + scenes + " have no covariance; use 2 or more");
        }
        VerifierFolder files = new VerifierFolder(folder);
        InceptionConfig config = InceptionConfig.of(files.config());
        try (Scope scope = Scope.open(); Inception net = new Inception(config, files.weights(Device.CPU, Precision.FP32))) {
            TensorVector groups = new TensorVector();
            for (int first = 0; first < scenes; first += GROUP) {
                try (Scope group = Scope.open()) {
                    Tensor images = Pixels.of(Pixels.scenes(Worlds.VALIDATION, first, Math.min(GROUP, scenes - first)));
                    groups.push_back(net.features(images).detach().to(ScalarType.Double));
                }
            }
            Tensor features = torch.cat(groups, 0);
            SafetensorsWriter.write(folder.resolve(OracleFid.STATISTICS), Map.of("mu", features.mean(0),
                    "sigma", torch.cov(features.t())), Map.of("scenes", Integer.toString(scenes)));
        }
    }
}
