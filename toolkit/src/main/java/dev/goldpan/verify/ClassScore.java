package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.net.DualEncoder;
import dev.goldpan.verify.net.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How clearly an image shows the class that was asked for: the supervised verifiers of Ma et al. (2025), which are logits, and
 * their oracle for the inception score, which is a probability.
 */
public final class ClassScore implements Differentiable {
    private final Classes classes;
    private final boolean probability;
    private final VerifierInfo info;

    ClassScore(String name, String hash, Classes classes, boolean probability) {
        this.classes = classes;
        this.probability = probability;
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE, Need.CLASS), 0, VerifierInfo.Scope.POINT,
                probability ? new VerifierInfo.Range(0, 1) : VerifierInfo.Range.UNBOUNDED, probability ? "probability" : "logit",
                classes.gigaflops());
    }

    /** A DINOv2 with a linear head, in {@code folder}. @param name what journals call it */
    public static ClassScore linear(String name, Path folder, boolean probability, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        Classes classes = new LinearClasses(LinearClasses.dino(files, device, precision), files.preprocessing());
        if (classes.count() == 0) {
            throw new IllegalArgumentException(folder + ": config.json is of no Dinov2ForImageClassification, so it has no"
                    + " classes");
        }
        return new ClassScore(name, files.hash(probability ? "probability" : "logit"), classes, probability);
    }

    /**
     * The CLIP or SigLIP in {@code folder}, told the names of the classes.
     *
     * @param templates texts in which {@code {}} stands for the name of a class
     */
    public static ClassScore zeroShot(String name, Path folder, List<String> names, List<String> templates, Device device,
            Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        DualEncoder net = ClipScore.dual(files, device, precision);
        Preprocessing eye = files.preprocessing();
        ClipTokenizer tokenizer = files.tokenizer();
        Classes classes = new ZeroShotClasses(net, eye, tokenizer, names, templates);
        return new ClassScore(name, files.hash(names + " " + templates), classes, false);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public Tensor differentiable(List<Evidence> shown) {
        Shown.check(info, shown);
        long[] labels = shown.stream().mapToLong(Evidence::label).toArray();
        for (long label : labels) {
            if (label < 0 || label >= classes.count()) {
                throw new IllegalArgumentException(info.name() + ": class " + label + " is not one of 0 to "
                        + (classes.count() - 1));
            }
        }
        try (Scope scope = Scope.open()) {
            Tensor logits = classes.logits(Shown.pictures(shown, Evidence::image, classes.eye()));
            Tensor values = probability ? torch.softmax(logits, 1) : logits;
            Tensor wanted = torch.tensor(labels).view(-1, 1).to(values.device(), ScalarType.Long);
            return scope.keep(values.gather(1, wanted).squeeze(1));
        }
    }

    @Override
    public void close() {
        classes.close();
    }
}
