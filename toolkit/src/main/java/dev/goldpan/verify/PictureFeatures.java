package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorFile;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.Preprocessing;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Measures sets of pictures by the features of one network: {@code fid}, {@code fid-infinity}, {@code kid}, {@code precision},
 * {@code recall}, {@code is}, {@code diversity}.
 */
public final class PictureFeatures implements AutoCloseable {
    /** Nearest neighbours of precision and recall. */
    public static final int NEIGHBOURS = 3;

    /** Pictures of the smallest set that is measured. */
    public static final int FEWEST = 8;

    private static final int GROUP = 32;

    private final Path folder;
    private final Inception net;
    private final Preprocessing own;
    private final FeatureConvention convention;
    private final String hash;

    private PictureFeatures(Path folder, Inception net, Preprocessing own, FeatureConvention convention, String hash) {
        this.folder = folder;
        this.net = net;
        this.own = own;
        this.convention = convention;
        this.hash = hash;
    }

    /** The network in {@code folder}, on the processor. */
    public static PictureFeatures open(Path folder, FeatureConvention convention) {
        VerifierFolder files = new VerifierFolder(folder);
        Inception net = OracleInception.net(files, Device.CPU, Precision.FP32);
        Preprocessing own = files.preprocessing();
        return new PictureFeatures(folder, net, own, convention, files.hash(convention.toString()));
    }

    /** Features there are. */
    public int width() {
        return net.config().features();
    }

    /** Of network and convention; numbers under different ones are not comparable. */
    public String hash() {
        return hash;
    }

    /**
     * The measures of {@code made}.
     *
     * @param reference what it is compared with; null for the statistics beside the network, where there are some
     */
    public Map<String, Double> measure(List<BufferedImage> made, List<BufferedImage> reference) {
        try (Scope scope = Scope.open()) {
            return measure(look(made), reference == null ? null : look(reference));
        }
    }

    /** The same of pictures that were looked at before. @param features of {@link #look} @param other those of the reference, or null */
    public Map<String, Double> measure(Tensor features, Tensor other) {
        check("pictures", features);
        Map<String, Double> found = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            if (other != null) {
                check("reference", other);
                frechet(found, features, other.mean(0), Distances.covariance(other));
                found.put("kid", Distances.kid(features, other));
                found.put("precision", Distances.covered(features, other, NEIGHBOURS));
                found.put("recall", Distances.covered(other, features, NEIGHBOURS));
                found.put("diversity of the reference", Distances.diversity(other));
            } else if (convention == FeatureConvention.OWN && Files.isRegularFile(folder.resolve(OracleFid.STATISTICS))) {
                try (TensorSource statistics = TensorFile.open(folder.resolve(OracleFid.STATISTICS))) {
                    frechet(found, features, statistics.read("mu").to(ScalarType.Double), statistics.read("sigma").to(ScalarType.Double));
                }
            }
            found.put("diversity", Distances.diversity(features));
            found.put("is", Distances.inceptionScore(probabilities(features), convention.runs(features.size(0))));
        }
        return found;
    }

    private static void check(String name, Tensor features) {
        if (features.size(0) < FEWEST) {
            throw new IllegalArgumentException("metrics: " + features.size(0) + " " + name + "; sets are compared from " + FEWEST + " on");
        }
    }

    /** The distance, what half as many pictures would give, and where it goes with ever more. */
    private static void frechet(Map<String, Double> found, Tensor features, Tensor mean, Tensor covariance) {
        int count = Math.toIntExact(features.size(0));
        found.put("fid", Distances.fid(features, mean, covariance));
        found.put("fid of half", Distances.fidOfSome(features, count / 2, mean, covariance));
        found.put("fid of infinity", Distances.fidOfInfinity(features, mean, covariance, count / 2, count * 2 / 3, count));
    }

    /** The features of pictures. @return [n, d], fp64; no rows of none */
    public Tensor look(List<BufferedImage> pictures) {
        try (Scope scope = Scope.open()) {
            TensorVector all = new TensorVector();
            for (int from = 0; from < pictures.size(); from += GROUP) {
                all.push_back(group(pictures.subList(from, Math.min(pictures.size(), from + GROUP))));
            }
            return scope.keep(torch.cat(all, 0));
        }
    }

    private Tensor group(List<BufferedImage> pictures) {
        try (Scope scope = Scope.open()) {
            Tensor[] inputs = pictures.stream().map(one -> convention.input(Images.tensor(one), own, net.side()))
                    .toArray(Tensor[]::new);
            return scope.keep(net.features(torch.cat(new TensorVector(inputs), 0)).detach().cpu().to(ScalarType.Double));
        }
    }

    /** @return [n, classes], fp64; without the classifier's bias except by its own convention, as the published programs do it */
    private Tensor probabilities(Tensor features) {
        Tensor logits = net.logits(features.to(ScalarType.Float));
        Tensor counted = convention == FeatureConvention.OWN ? logits
                : logits.sub(net.logits(torch.zeros_like(features).narrow(0, 0, 1).to(ScalarType.Float)));
        return torch.softmax(counted.detach().cpu().to(ScalarType.Double), 1);
    }

    @Override
    public void close() {
        net.close();
    }
}
