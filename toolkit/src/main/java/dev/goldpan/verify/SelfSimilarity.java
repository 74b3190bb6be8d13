package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.FeatureNet;
import dev.goldpan.verify.net.Preprocessing;
import dev.goldpan.verify.net.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Whether the denoiser knew early what it would make: the cosine between features of the x0-prediction at a low noise level and
 * of the final image (Ma et al., 2025, section 3.2). Knows no prompt.
 */
public final class SelfSimilarity implements Differentiable {
    /** The level of Ma et al. */
    public static final double SIGMA = 0.4;

    private final FeatureNet net;
    private final Preprocessing eye;
    private final VerifierInfo info;

    SelfSimilarity(String name, String hash, FeatureNet net, Preprocessing eye, double sigma) {
        this.net = net;
        this.eye = eye;
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE, Need.X0_AT_SIGMA), sigma, VerifierInfo.Scope.POINT,
                new VerifierInfo.Range(-1, 1), "cosine", 2 * net.gigaflops());
    }

    /** Over the features of the DINOv2, CLIP or SigLIP in {@code folder}. @param name what journals call it */
    public static SelfSimilarity open(String name, Path folder, double sigma, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        FeatureNet net = files.config().text("model_type", "clip", "clip", "siglip", "dinov2").equals("dinov2")
                ? LinearClasses.dino(files, device, precision) : ClipScore.dual(files, device, precision);
        Preprocessing eye = files.preprocessing();
        return new SelfSimilarity(name, files.hash("sigma " + sigma), net, eye, sigma);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public Tensor differentiable(List<Evidence> shown) {
        Shown.check(info, shown);
        try (Scope scope = Scope.open()) {
            Tensor early = Unit.of(net.features(Shown.pictures(shown, Evidence::x0At, eye)));
            Tensor late = Unit.of(net.features(Shown.pictures(shown, Evidence::image, eye)));
            return scope.keep(Unit.cosine(early, late));
        }
    }

    @Override
    public void close() {
        net.close();
    }
}
