package dev.goldpan.laws;

import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Differentiable;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.VerifierInfo;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A verifier that is a function of the image and has its gradient.
 *
 * @param name it has
 * @param score of one image, [1, 3, h, w] to a scalar
 */
public record FakeSlope(String name, UnaryOperator<Tensor> score) implements Differentiable {
    /** Brightness of the red channel. */
    public static FakeSlope red() {
        return new FakeSlope("red", image -> image.select(1, 0).mean());
    }

    @Override
    public VerifierInfo info() {
        return new VerifierInfo(name, "", Set.of(Need.IMAGE), 0, VerifierInfo.Scope.POINT, VerifierInfo.Range.UNBOUNDED, "", 0);
    }

    @Override
    public Tensor differentiable(List<Evidence> shown) {
        try (Scope scope = Scope.open()) {
            Tensor[] scores = shown.stream().map(one -> score.apply(one.image())).toArray(Tensor[]::new);
            return scope.keep(torch.stack(new TensorVector(scores)));
        }
    }
}
