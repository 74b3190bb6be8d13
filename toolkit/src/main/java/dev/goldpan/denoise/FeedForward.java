package dev.goldpan.denoise;

import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import org.bytedeco.pytorch.Tensor;

/** Gated feed-forward layer, GEGLU (Shazeer, 2020): out(value(x) * gelu(gate(x))), four times as wide inside. */
final class FeedForward {
    private final Linear value;
    private final Linear gate;
    private final Linear out;

    FeedForward(Weights weights, long width) {
        Linear[] halves = Linear.halves(weights.at("net", 0, "proj"), width, 4 * width);
        value = halves[0];
        gate = halves[1];
        out = new Linear(weights.at("net", 2), 4 * width, width);
    }

    /** @param x [b, tokens, width] @return the same shape */
    Tensor forward(Tensor x) {
        return out.forward(value.forward(x).mul(gate.forwardThenGelu(x)));
    }
}
