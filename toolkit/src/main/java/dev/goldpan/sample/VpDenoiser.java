package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A variance-preserving network as a denoiser: divides the input to unit variance, as it was trained, and tells it the time.
 *
 * @param network the network
 * @param predicts what its output is
 */
record VpDenoiser(Network network, Parametrisation predicts) implements Denoiser {
    @Override
    public Prediction predict(Tensor x, List<Level> at, Conditioning given) {
        if (x.size(0) != at.size() || given.batch() != at.size()) {
            throw new IllegalArgumentException("a batch of " + x.size(0) + " latents was given " + at.size() + " levels and "
                    + given.batch() + " conditionings");
        }
        try (Scope scope = Scope.open()) {
            Tensor unit = Blend.over(at).plus(level -> 1 / level.norm(), x).sum();
            float[] times = new float[at.size()];
            for (int i = 0; i < times.length; i++) {
                times[i] = (float) at.get(i).time();
            }
            Tensor t = Tensor.create(times).to(x);
            return new Prediction(x, at, predicts, scope.keep(network.forward(unit, t, given)));
        }
    }
}
