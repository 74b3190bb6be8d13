package dev.goldpan.sample;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How much noise each training step of a variance-preserving model adds.
 *
 * @param steps number of training steps
 * @param start beta of the first step
 * @param end beta of the last step
 * @param curve what lies between
 * @param zeroSnr whether the last step is moved to pure noise (Lin et al. 2023, algorithm 1)
 */
public record Betas(int steps, double start, double end, Curve curve, boolean zeroSnr) {
    /** The known curves, by their names in {@code beta_schedule}. */
    public enum Curve {
        /** Straight (Ho et al. 2020). */
        LINEAR("linear"),
        /** Straight in the square root (Stable Diffusion). */
        SCALED_LINEAR("scaled_linear"),
        /** alpha-bar a squared cosine, betas at most 0.999 (Nichol and Dhariwal 2021); takes no start and end. */
        SQUARED_COSINE("squaredcos_cap_v2");

        private final String label;

        Curve(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Checks the ranges. */
    public Betas {
        if (steps < 2 || steps > 1_000_000) {
            throw new IllegalArgumentException("num_train_timesteps: " + steps + " is not in [2, 1000000]");
        }
        if (!(start > 0 && start < 1 && end > 0 && end < 1)) {
            throw new IllegalArgumentException("beta_start and beta_end: " + start + " and " + end + " are not in (0, 1)");
        }
    }

    /**
     * The running product of 1 - beta, alpha-bar, in fp32 and by libtorch's own linspace and cumprod, whose rounding the
     * checkpoints' sigmas inherit.
     */
    float[] alphaBars() {
        Engine.start();
        try (Scope scope = Scope.open()) {
            Tensor betas = switch (curve) {
                case LINEAR -> line(start, end);
                case SCALED_LINEAR -> line(Math.sqrt(start), Math.sqrt(end)).square();
                case SQUARED_COSINE -> Tensor.create(cosine());
            };
            Tensor bars = bars(betas);
            if (zeroSnr) {
                bars = bars(withoutSignalAtTheEnd(bars.sqrt()));
            }
            float[] values = new float[steps];
            bars.data_ptr_float().get(values);
            return values;
        }
    }

    private Tensor line(double from, double to) {
        return torch.linspace(new Scalar(from), new Scalar(to), steps, new TensorOptions(ScalarType.Float));
    }

    private static Tensor bars(Tensor betas) {
        return torch.cumprod(betas.neg().add(new Scalar(1)), 0);
    }

    private float[] cosine() {
        float[] betas = new float[steps];
        for (int i = 0; i < steps; i++) {
            betas[i] = (float) Math.min(1 - cosine((i + 1.0) / steps) / cosine((double) i / steps), 0.999);
        }
        return betas;
    }

    private static double cosine(double t) {
        double c = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
        return c * c;
    }

    /** Shifts the roots so that the last is 0, scales them so that the first stays, and returns the betas of that. */
    private Tensor withoutSignalAtTheEnd(Tensor roots) {
        Tensor first = roots.narrow(0, 0, 1);
        Tensor last = roots.narrow(0, steps - 1, 1);
        Tensor bars = roots.sub(last).mul(first.div(first.sub(last))).square();
        Tensor ratios = bars.narrow(0, 1, steps - 1).div(bars.narrow(0, 0, steps - 1));
        return torch.cat(new TensorVector(bars.narrow(0, 0, 1), ratios), 0).neg().add(new Scalar(1));
    }
}
