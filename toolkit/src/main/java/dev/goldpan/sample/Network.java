package dev.goldpan.sample;

import org.bytedeco.pytorch.Tensor;

/** A trained network in its own parametrisation: what it predicts (epsilon, v, velocity) is the schedule's business. */
@FunctionalInterface
public interface Network {
    /**
     * One forward pass.
     *
     * @param x noisy input as the network was trained on, [b, c, h, w], fp32
     * @param t time of each item in training units (0 to 999 for VP models), [b], fp32
     * @param given conditioning of each item
     * @return the network's output, [b, c, h, w], fp32
     */
    Tensor forward(Tensor x, Tensor t, Conditioning given);
}
