package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.VerifierInfo.Range;
import dev.goldpan.verify.net.Clip;
import dev.goldpan.verify.net.ClipConfig;
import dev.goldpan.verify.net.DualEncoder;
import dev.goldpan.verify.net.Preprocessing;
import dev.goldpan.verify.net.Siglip;
import dev.goldpan.verify.net.SiglipConfig;
import dev.goldpan.verify.net.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * How well an image fits its prompt, by the angle between their directions in a CLIP or a SigLIP (Hessel et al., 2021). Its
 * values are published on several scales, and the scale belongs to every number.
 */
public final class ClipScore implements Differentiable {
    private final DualEncoder net;
    private final Preprocessing eye;
    private final TextFeatures texts;
    private final Convention convention;
    private final VerifierInfo info;

    /** Scales on which the score is published. All order the images of one prompt alike while cosines are positive. */
    public enum Convention {
        /** The cosine itself: ImageReward's repository, T2I-CompBench. */
        COSINE("", "cosine", new Range(-1, 1)),
        /** 2.5 max(cosine, 0), the prompt after "A photo depicts ": Hessel et al. */
        HESSEL("A photo depicts ", "2.5 max(cosine, 0)", new Range(0, 2.5)),
        /** 100 max(cosine, 0): torchmetrics. */
        PERCENT("", "100 max(cosine, 0)", new Range(0, 100)),
        /** The cosine as training scales (and for a SigLIP shifts) it: logits_per_image, PickScore. */
        LOGIT("", "logit", Range.UNBOUNDED);

        private final String prefix;
        private final String unit;
        private final Range range;

        Convention(String prefix, String unit, Range range) {
            this.prefix = prefix;
            this.unit = unit;
            this.range = range;
        }
    }

    ClipScore(String name, String hash, DualEncoder net, Preprocessing eye, ClipTokenizer tokenizer, Convention convention) {
        this.net = net;
        this.eye = eye;
        this.texts = new TextFeatures(net, tokenizer);
        this.convention = convention;
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE, Need.PROMPT), 0, VerifierInfo.Scope.POINT, convention.range,
                convention.unit, net.gigaflops());
    }

    /** The CLIP or SigLIP in {@code folder}, told by its model_type. @param name what journals call it */
    public static ClipScore open(String name, Path folder, Convention convention, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        DualEncoder net = dual(files, device, precision);
        Preprocessing eye = files.preprocessing();
        ClipTokenizer tokenizer = files.tokenizer();
        return new ClipScore(name, files.hash(convention.name()), net, eye, tokenizer, convention);
    }

    /** The CLIP or SigLIP in {@code files}. */
    static DualEncoder dual(VerifierFolder files, Device device, Precision precision) {
        return switch (files.config().text("model_type", "clip", "clip", "siglip")) {
            case "clip" -> new Clip(ClipConfig.of(files.config()), files.weights(device, precision));
            default -> new Siglip(SiglipConfig.of(files.config()), files.weights(device, precision));
        };
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
            Tensor[] wanted = shown.stream().map(one -> texts.of(convention.prefix + one.prompt().text())).toArray(Tensor[]::new);
            Tensor cosines = Unit.cosine(images, torch.cat(new TensorVector(wanted), 0));
            return scope.keep(switch (convention) {
                case COSINE -> cosines;
                case HESSEL -> torch.relu(cosines).mul(new Scalar(2.5));
                case PERCENT -> torch.relu(cosines).mul(new Scalar(100.0));
                case LOGIT -> net.logits(cosines);
            });
        }
    }

    @Override
    public void close() {
        texts.close();
        net.close();
    }
}
