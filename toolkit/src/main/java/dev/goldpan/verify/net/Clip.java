package dev.goldpan.verify.net;

import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipText;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** CLIP (Radford et al., 2021), laid out as transformers' CLIPModel. */
public final class Clip implements DualEncoder {
    private final ClipConfig config;
    private final Weights weights;
    private final ClipVision vision;
    private final ClipText text;
    private final Tensor scale; // logarithm of the inverse temperature, []

    /** The network over the tensors at {@code weights}. @throws IllegalArgumentException if they are not exactly its own */
    public Clip(ClipConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        vision = new ClipVision(config, weights);
        text = ClipText.halfOf(config.text(), weights);
        scale = weights.get("logit_scale");
        weights.finish();
    }

    @Override
    public Tensor tokens(Tensor pixels) {
        return vision.tokens(pixels);
    }

    @Override
    public Tensor pool(Tensor tokens) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Unit.of(vision.pool(tokens)));
        }
    }

    @Override
    public int leading() {
        return 1;
    }

    @Override
    public Tensor texts(Tensor ids) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Unit.of(text.forward(ids).projected()));
        }
    }

    @Override
    public Tensor logits(Tensor cosines) {
        try (Scope scope = Scope.open()) {
            return scope.keep(cosines.mul(scale.to(ScalarType.Float).exp()));
        }
    }

    @Override
    public int side() {
        return config.vision().image();
    }

    @Override
    public double gigaflops() {
        return config.vision().gigaflops(1);
    }

    @Override
    public Weights weights() {
        return weights;
    }
}
