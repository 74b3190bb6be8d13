package dev.goldpan.sample;

import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Classifier-free guidance (Ho and Salimans 2022): away from what the network says without the prompt. Both halves run as one
 * batch, unconditional first. A scale of 1 or less switches it off, as in diffusers.
 *
 * @param inner what is guided
 * @param negative what to move away from: one row for everybody, or one per item
 * @param scale w in u + w (c - u), on the raw output
 * @param rescale phi of Lin et al. 2023 (section 3.4): how far the output is brought back to the standard deviation of the
 *     conditional one; 0 is off, the paper uses 0.7
 */
public record Guidance(Denoiser inner, Conditioning negative, double scale, double rescale) implements Denoiser {
    /** Checks the ranges. */
    public Guidance {
        if (!Double.isFinite(scale)) {
            throw new IllegalArgumentException("guidance: " + scale + " is not a finite number");
        }
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException("guidance-rescale: " + rescale + " is not in [0, 1]");
        }
    }

    @Override
    public Prediction predict(Tensor x, List<Level> at, Conditioning given) {
        if (scale <= 1) {
            return inner.predict(x, at, given);
        }
        try (Scope scope = Scope.open()) {
            List<Level> twice = new ArrayList<>(at);
            twice.addAll(at);
            Conditioning pair = Conditioning.concat(List.of(negative.spread(at.size()), given));
            Prediction both = inner.predict(torch.cat(new TensorVector(x, x), 0), twice, pair);
            Tensor without = both.output().narrow(0, 0, at.size());
            Tensor with = both.output().narrow(0, at.size(), at.size());
            Tensor guided = without.add(with.sub(without).mul(new Scalar(scale)));
            return new Prediction(x, at, both.predicts(), scope.keep(rescale == 0 ? guided : rescaled(guided, with)));
        }
    }

    /** Standard deviations of a whole item, with Bessel's correction as torch has it. */
    private Tensor rescaled(Tensor guided, Tensor with) {
        long[] rest = new long[(int) with.dim() - 1];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = i + 1;
        }
        Tensor level = guided.mul(torch.std(with, rest, true, true).div(torch.std(guided, rest, true, true)));
        return level.mul(new Scalar(rescale)).add(guided.mul(new Scalar(1 - rescale)));
    }
}
