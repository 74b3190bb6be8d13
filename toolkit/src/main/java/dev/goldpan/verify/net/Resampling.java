package dev.goldpan.verify.net;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Resizing of 8-bit pictures exactly as Pillow does it: a separable filter that widens when it shrinks (so it never aliases), in
 * fixed-point numbers of 22 fractional bits, rounded to 8 bits after each of the two passes.
 */
public enum Resampling {
    /** Triangle filter. */
    BILINEAR(1) {
        @Override
        double filter(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** Keys' cubic with a = -0.5 (libtorch's own has -0.75 where it does not antialias). */
    BICUBIC(2) {
        @Override
        double filter(double x) {
            double t = Math.abs(x);
            if (t < 1) {
                return (1.5 * t - 2.5) * t * t + 1;
            }
            return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
        }
    };

    private static final double ONE = 1 << 22;
    private static final int LARGEST = 255;

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    abstract double filter(double x);

    /** @param levels [b, 3, h, w], whole numbers 0 to 255 in fp64 @return the same, [b, 3, height, width] */
    Tensor exact(Tensor levels, int height, int width) {
        Tensor at = levels;
        if (at.size(3) != width) {
            at = rounded(torch.matmul(at, matrix(at.size(3), width, true, at).t()));
        }
        if (at.size(2) != height) {
            at = rounded(torch.matmul(matrix(at.size(2), height, true, at), at));
        }
        return at;
    }

    /** The same without roundings: what {@link #exact} is close to, and has a gradient. @param x [b, 3, h, w], any range */
    public Tensor smooth(Tensor x, int height, int width) {
        Tensor at = x;
        if (at.size(3) != width) {
            at = torch.matmul(at, matrix(at.size(3), width, false, at).t());
        }
        if (at.size(2) != height) {
            at = torch.matmul(matrix(at.size(2), height, false, at), at);
        }
        return at;
    }

    private static Tensor rounded(Tensor sums) {
        Tensor whole = torch.floor(sums.add(new Scalar(ONE / 2)).div(new Scalar(ONE)));
        return torch.clamp(whole, new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(LARGEST)));
    }

    /** What each of {@code in} values adds to each of {@code out}. @return [out, in], like {@code like} */
    private Tensor matrix(long in, int out, boolean fixed, Tensor like) {
        int length = Math.toIntExact(in);
        double[] weights = new double[Math.multiplyExact(out, length)];
        double scale = (double) length / out;
        double wide = Math.max(1, scale);
        for (int row = 0; row < out; row++) {
            double centre = (row + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support * wide + 0.5));
            int end = Math.min(length, (int) (centre + support * wide + 0.5));
            double sum = 0;
            for (int i = first; i < end; i++) {
                weights[row * length + i] = filter((i - centre + 0.5) / wide);
                sum += weights[row * length + i];
            }
            for (int i = first; i < end; i++) {
                double weight = weights[row * length + i] / sum;
                weights[row * length + i] = fixed ? (long) (weight * ONE + Math.copySign(0.5, weight)) : weight;
            }
        }
        return Tensor.create(weights, out, length).to(like.device(), fixed ? ScalarType.Double : like.scalar_type());
    }
}
