package dev.goldpan.verify;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.net.DualEncoder;
import dev.goldpan.verify.net.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How clearly an image shows the class that its prompt names: the supervised verifiers of Ma et al. (2025), which are logits, and
 * their oracle for the inception score, which is a probability.
 */
public final class ClassScore implements Differentiable {
    /** Names of classes beside a network that is told them, a class each line, further names of it after commas. */
    public static final String NAMES = "classes.txt";

    private static final List<String> TEMPLATES = List.of("a {}", "a photo of a {}");

    private final Classes classes;
    private final boolean probability;
    private final VerifierInfo info;

    ClassScore(String name, String hash, Classes classes, boolean probability) {
        this.classes = classes;
        this.probability = probability;
        info = new VerifierInfo(name, hash, Set.of(Need.IMAGE, Need.PROMPT), 0, VerifierInfo.Scope.POINT,
                probability ? new VerifierInfo.Range(0, 1) : VerifierInfo.Range.UNBOUNDED, probability ? "probability" : "logit",
                classes.gigaflops());
    }

    /** The linear head of the DINOv2 or the Inception in {@code folder}. @param name what journals call it */
    public static ClassScore linear(String name, Path folder, boolean probability, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        Classes classes = LinearClasses.of(files, device, precision);
        return new ClassScore(name, files.hash(probability ? "probability" : "logit"), classes, probability);
    }

    /** The CLIP or SigLIP in {@code folder}, told the classes of {@value #NAMES} there, or those of the bundled model's world. */
    public static ClassScore zeroShot(String name, Path folder, Device device, Precision precision) {
        VerifierFolder files = new VerifierFolder(folder);
        ClassNames names = Files.exists(folder.resolve(NAMES)) ? ClassNames.of(files.lines(NAMES)) : ClassNames.ofWorld();
        DualEncoder net = ClipScore.dual(files, device, precision);
        Preprocessing eye = files.preprocessing();
        ClipTokenizer tokenizer = files.tokenizer();
        Classes classes = new ZeroShotClasses(net, eye, tokenizer, names, TEMPLATES);
        return new ClassScore(name, files.hash(names + " " + TEMPLATES), classes, false);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public void checkPrompt(Prompt prompt) {
        wanted(prompt);
    }

    private long wanted(Prompt prompt) {
        return classes.names().in(info.name(), prompt.text());
    }

    @Override
    public Tensor differentiable(List<Evidence> shown) {
        Shown.check(info, shown);
        long[] labels = shown.stream().map(Evidence::prompt).mapToLong(this::wanted).toArray();
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
