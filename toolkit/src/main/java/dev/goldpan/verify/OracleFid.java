package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorFile;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.verify.VerifierInfo.Range;
import dev.goldpan.verify.net.FeatureNet;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the Frechet distance of the images chosen so far to a reference would become with a candidate, negated: the oracle of Ma
 * et al. (2025), which proves that search can find what is rewarded. Its values are only comparable within one round, since a set
 * of few images has a large distance to anything.
 */
public final class OracleFid implements Population {
    /** The tensors of the reference, as pytorch-fid names them, beside the network. */
    public static final String STATISTICS = "statistics.safetensors";

    private final FeatureNet net;
    private final Preprocessing eye;
    private final Frechet reference;
    private final Moments chosen;
    private final VerifierInfo info;

    /** @param mean of the reference's features, [d] @param covariance of the same, [d, d] */
    OracleFid(String name, String hash, FeatureNet net, Preprocessing eye, Tensor mean, Tensor covariance) {
        this.net = net;
        this.eye = eye;
        reference = new Frechet(mean, covariance);
        chosen = new Moments(reference.width());
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE), 0, VerifierInfo.Scope.POPULATION,
                new Range(Double.NEGATIVE_INFINITY, 1e-6), "- FID", net.gigaflops());
    }

    /** The feature net in {@code folder} with {@value #STATISTICS}: {@code mu} and {@code sigma} of many good images. */
    public static OracleFid open(String name, Path folder, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        Inception net = OracleInception.net(files, device, precision);
        try (Scope scope = Scope.open(); TensorSource statistics = TensorFile.open(files.file(STATISTICS))) {
            long width = net.config().features();
            if (!statistics.names().containsAll(Set.of("mu", "sigma")) || statistics.shape("mu")[0] != width) {
                throw new IllegalArgumentException(statistics.where("mu") + ": expected mu [" + width + "] and sigma ["
                        + width + ", " + width + "] of this network's features");
            }
            Preprocessing eye = files.preprocessing();
            return new OracleFid(name, files.hash(""), net, eye, statistics.read("mu"), statistics.read("sigma"));
        }
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public Tensor look(List<Evidence> shown) {
        Shown.check(info, shown);
        return net.features(Shown.pictures(shown, Evidence::image, eye)).detach().cpu().to(ScalarType.Double);
    }

    @Override
    public List<Score> scores(Tensor seen) {
        try (Scope scope = Scope.open()) {
            return Shown.scores(reference.distance(chosen.meansWith(seen), chosen.covariancesWith(seen)).neg());
        }
    }

    @Override
    public void keep(Tensor seen) {
        chosen.add(seen.select(0, 0));
    }

    @Override
    public void close() {
        reference.close();
        chosen.close();
        net.close();
    }
}
