package dev.goldpan.vae;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Three convolutions with a residual and ReLU (diffusers AutoencoderTinyBlock; one width, so there is no shortcut map). */
final class TinyBlock implements Layer {
    private final Layer branch;

    TinyBlock(Weights weights, long width) {
        Weights convs = weights.at("conv");
        Conv2d first = new Conv2d(convs.at(0), width, width, 3);
        Conv2d second = new Conv2d(convs.at(2), width, width, 3);
        Conv2d third = new Conv2d(convs.at(4), width, width, 3);
        branch = Layer.chain(List.of(x -> first.forward(x).relu_(), x -> second.forward(x).relu_(), third::forward));
    }

    @Override
    public Tensor forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(branch.forward(x).add_(x).relu_());
        }
    }
}
