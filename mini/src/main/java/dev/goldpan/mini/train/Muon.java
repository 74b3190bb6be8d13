package dev.goldpan.mini.train;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The direction of a matrix's update: its momentum, made nearly orthogonal (Muon: Jordan et al., 2024), scaled to the size that an
 * update of Adam usually has (Liu et al., 2025, equation 4), so that learning rate and decay mean the same for both.
 */
final class Muon {
    private static final double MOMENTUM = 0.95;
    private static final int ITERATIONS = 5;
    /** Coefficients of the odd polynomial that pushes singular values towards 1 (Newton-Schulz, quintic). */
    private static final double A = 3.4445;
    private static final double B = -4.7750;
    private static final double C = 2.0315;
    private static final double USUAL_SIZE = 0.2;

    private Muon() {}

    /** Whether a parameter is a matrix between hidden layers: not a vector, and not a table of embeddings. */
    static boolean suits(String name, Tensor weight) {
        return weight.dim() > 1 && !name.contains("embedding.weight") && !name.contains("embeddings.")
                && Math.min(weight.size(0), weight.numel() / weight.size(0)) >= 16;
    }

    /**
     * Direction of the next update; {@code momentum} is moved along.
     *
     * @param gradient [out, ...]
     * @param momentum of the same shape
     * @return the same shape, fp32; to be subtracted after multiplication by the learning rate
     */
    static Tensor direction(Tensor gradient, Tensor momentum) {
        momentum.mul_(new Scalar(MOMENTUM)).add_(gradient);
        Tensor ahead = gradient.add(momentum, new Scalar(MOMENTUM)); // Nesterov's
        long rows = gradient.size(0);
        long columns = gradient.numel() / rows;
        Tensor flat = orthogonal(ahead.reshape(rows, columns));
        return flat.mul(new Scalar(USUAL_SIZE * Math.sqrt(Math.max(rows, columns)))).reshape(gradient.sizes());
    }

    /**
     * The polynomial p, applied five times, leaves singular vectors as they are, so it is enough to follow x x^t, which is small: each time
     * p(x) = P x with P = A + B x x^t + C (x x^t)^2, and p(x) p(x)^t = P x x^t P. Two products with x in place of ten.
     *
     * @param matrix [rows, columns]
     * @return the same shape, singular values between about 0.7 and 1.2
     */
    static Tensor orthogonal(Tensor matrix) {
        boolean tall = matrix.size(0) > matrix.size(1);
        Tensor x = tall ? matrix.t() : matrix;
        x = x.div(x.norm().add(new Scalar(1e-7)));
        Tensor square = torch.mm(x, x.t());
        Tensor all = null; // product of the factors so far
        for (int i = 0; i < ITERATIONS; i++) {
            Tensor factor = torch.addmm(square, square, square, new Scalar(B), new Scalar(C));
            factor.diagonal().add_(new Scalar(A));
            all = all == null ? factor : torch.mm(factor, all);
            if (i < ITERATIONS - 1) {
                square = torch.mm(factor, torch.mm(square, factor));
            }
        }
        Tensor done = torch.mm(all, x);
        return tall ? done.t() : done;
    }
}
