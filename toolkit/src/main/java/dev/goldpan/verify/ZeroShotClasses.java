package dev.goldpan.verify;

import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.net.DualEncoder;
import dev.goldpan.verify.net.Preprocessing;
import dev.goldpan.verify.net.Unit;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Classes by their names (Radford et al., 2021, section 3.1.4): the direction of a class is the normalised mean of the directions
 * of its name in several templates.
 */
final class ZeroShotClasses implements Classes {
    private final DualEncoder net;
    private final Preprocessing eye;
    private final ClassNames names;
    private final Tensor directions; // [classes, d]

    /** @param templates texts in which {@code {}} stands for the usual name of a class */
    ZeroShotClasses(DualEncoder net, Preprocessing eye, ClipTokenizer tokenizer, ClassNames names, List<String> templates) {
        this.net = net;
        this.eye = eye;
        this.names = names;
        try (Scope scope = Scope.open(); TextFeatures texts = new TextFeatures(net, tokenizer)) {
            Tensor[] rows = names.usual().stream().map(name -> mean(texts, name, templates)).toArray(Tensor[]::new);
            directions = Scope.detach(torch.cat(new TensorVector(rows), 0));
        }
    }

    private static Tensor mean(TextFeatures texts, String name, List<String> templates) {
        Tensor[] each = templates.stream().map(template -> texts.of(template.replace("{}", name))).toArray(Tensor[]::new);
        return Unit.of(torch.cat(new TensorVector(each), 0).mean(new long[] {0}, true, new ScalarTypeOptional()));
    }

    @Override
    public Tensor logits(Tensor images) {
        try (Scope scope = Scope.open()) {
            return scope.keep(net.logits(torch.matmul(net.features(images), directions.t())));
        }
    }

    @Override
    public Preprocessing eye() {
        return eye;
    }

    @Override
    public ClassNames names() {
        return names;
    }

    @Override
    public double gigaflops() {
        return net.gigaflops();
    }

    @Override
    public void close() {
        directions.close();
        net.close();
    }
}
