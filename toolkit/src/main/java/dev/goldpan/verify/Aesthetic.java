package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.verify.net.DualEncoder;
import dev.goldpan.verify.net.Preprocessing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How good an image looks, whatever it shows: an affine map of its direction in a CLIP, as LAION's predictors. The second of them
 * stores five maps without a non-linearity between them, which are one; it is folded when it is opened.
 */
public final class Aesthetic implements Differentiable {
    private final DualEncoder net;
    private final Preprocessing eye;
    private final Tensor weight; // [1, d], fp32
    private final Tensor bias; // [1], fp32
    private final VerifierInfo info;

    Aesthetic(String name, String hash, DualEncoder net, Preprocessing eye, Tensor weight, Tensor bias) {
        this.net = net;
        this.eye = eye;
        this.weight = Scope.detach(weight);
        this.bias = Scope.detach(bias);
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE), 0, VerifierInfo.Scope.POINT, VerifierInfo.Range.UNBOUNDED,
                "points", net.gigaflops());
    }

    /** The head in {@code folder} over the CLIP in {@code clip}. @param name what journals call it */
    public static Aesthetic open(String name, Path folder, Path clip, Device device, Precision precision) {
        VerifierFolder backbone = new VerifierFolder(clip);
        VerifierFolder files = new VerifierFolder(folder);
        try (Scope scope = Scope.open(); TensorSource source = files.source()) {
            DualEncoder net = ClipScore.dual(backbone, device, precision);
            Preprocessing eye = backbone.preprocessing();
            Tensor[] head = folded(source);
            return new Aesthetic(name, files.hash(backbone.hash("")), net, eye,
                    head[0].to(device.torch(), ScalarType.Float), head[1].to(device.torch(), ScalarType.Float));
        }
    }

    /** All maps of {@code source} as one, in fp64. */
    private static Tensor[] folded(TensorSource source) {
        List<String> stages = new ArrayList<>();
        source.names().stream().filter(n -> n.endsWith("weight"))
                .map(n -> n.substring(0, n.length() - 6)).sorted().forEach(stages::add);
        Tensor weight = null;
        Tensor bias = null;
        for (String stage : stages) { // "" or layers.0. layers.2. layers.4. layers.6. layers.7.
            Tensor w = source.read(stage + "weight").to(ScalarType.Double);
            Tensor b = source.read(stage + "bias").to(ScalarType.Double);
            bias = weight == null ? b : torch.matmul(w, bias).add(b);
            weight = weight == null ? w : torch.matmul(w, weight);
        }
        if (weight == null || weight.size(0) != 1) {
            throw new IllegalArgumentException(source.where("weight") + ": no head that ends in one number");
        }
        return new Tensor[] {weight, bias};
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public Tensor differentiable(List<Evidence> shown) {
        Shown.check(info, shown);
        try (Scope scope = Scope.open()) {
            Tensor images = net.features(Shown.pictures(shown, Evidence::image, eye));
            return scope.keep(torch.linear(images, weight, bias).squeeze(1));
        }
    }

    @Override
    public void close() {
        weight.close();
        bias.close();
        net.close();
    }
}
