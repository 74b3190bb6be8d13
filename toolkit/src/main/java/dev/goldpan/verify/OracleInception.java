package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.VerifierInfo.Range;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.InceptionConfig;
import dev.goldpan.verify.net.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the inception score of the images chosen so far would become with a candidate (Salimans et al., 2016): exp of the mean
 * divergence of p(class | image) from their mean. It is 1 for every candidate while nothing is chosen.
 */
public final class OracleInception implements Population {
    private final Inception net;
    private final Preprocessing eye;
    private final Tensor sum; // of p(class | image) over the chosen, [classes], fp64
    private final VerifierInfo info;
    private double certainty; // sum of p log p over them
    private long count;

    OracleInception(String name, String hash, Inception net, Preprocessing eye) {
        this.net = net;
        this.eye = eye;
        sum = Scope.detach(torch.zeros(new long[] {net.config().labels()}, new TensorOptions(ScalarType.Double)));
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE), 0, VerifierInfo.Scope.POPULATION,
                new Range(1 - 1e-9, net.config().labels() + 1e-9), "IS", net.gigaflops());
    }

    /** The feature net in {@code folder}. @param name what journals call it */
    public static OracleInception open(String name, Path folder, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        Inception net = net(files, device, precision);
        Preprocessing eye = files.preprocessing();
        return new OracleInception(name, files.hash("inception score"), net, eye);
    }

    static Inception net(VerifierFolder files, Device device, Precision precision) {
        return new Inception(InceptionConfig.of(files.config()), files.weights(device, precision));
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
            return Shown.scores(with(probabilities(seen), sum, certainty, count));
        }
    }

    /**
     * The score of a set with each of some candidates.
     *
     * @param p of the candidates, [b, classes], fp64
     * @param sum of p over the set, [classes] @param certainty sum of p log p over it @param count its size
     */
    static Tensor with(Tensor p, Tensor sum, double certainty, long count) {
        Tensor marginal = p.add(sum).div(new Scalar(count + 1.0));
        return pLogP(p).add(new Scalar(certainty)).div(new Scalar(count + 1.0)).sub(pLogP(marginal)).exp();
    }

    @Override
    public void keep(Tensor seen) {
        try (Scope scope = Scope.open()) {
            Tensor p = probabilities(seen);
            sum.add_(p.select(0, 0));
            certainty += pLogP(p).item_double();
            count++;
        }
    }

    /** @return [b, classes], fp64 */
    private Tensor probabilities(Tensor features) {
        return torch.softmax(net.logits(features).detach().cpu().to(ScalarType.Double), 1);
    }

    /** @param p [b, classes] @return [b]; a zero adds nothing */
    static Tensor pLogP(Tensor p) {
        return torch.xlogy(p, p).sum(1);
    }

    @Override
    public void close() {
        sum.close();
        net.close();
    }
}
