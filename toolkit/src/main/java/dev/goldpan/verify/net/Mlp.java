package dev.goldpan.verify.net;

import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** Two maps with a non-linearity between them: the per-token half of a transformer layer. */
record Mlp(Linear widen, Activation activation, Linear narrow) {
    /** As most libraries name it: fc1, fc2. */
    static Mlp of(TransformerConfig config, Weights weights) {
        return new Mlp(new Linear(weights.at("fc1"), config.width(), config.inner()), config.activation(),
                new Linear(weights.at("fc2"), config.inner(), config.width()));
    }

    /** @param x [..., width] @return the same shape */
    Tensor forward(Tensor x) {
        Tensor wide = activation == Activation.GELU ? widen.forwardThenGelu(x) : activation.of(widen.forward(x));
        return narrow.forward(wide);
    }
}
