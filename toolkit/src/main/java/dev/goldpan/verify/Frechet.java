package dev.goldpan.verify;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The Frechet distance of normal distributions to a reference (Heusel et al., 2017, equation 6), in fp64:
 * |m - mr|^2 + tr(C + Cr - 2 (Cr^1/2 C Cr^1/2)^1/2).
 *
 * <p>The symmetric form of the product has the eigenvalues of the usual C Cr and, unlike it, only real ones, for singular
 * covariances too.
 */
final class Frechet implements AutoCloseable {
    private final Tensor mean; // [d]
    private final Tensor root; // [d, d], the symmetric square root of the covariance
    private final double trace;

    /** @param mean [d] @param covariance [d, d], symmetric and positive semi-definite */
    Frechet(Tensor mean, Tensor covariance) {
        try (Scope scope = Scope.open()) {
            this.mean = Scope.detach(mean.to(ScalarType.Double).clone());
            Tensor wide = covariance.to(ScalarType.Double);
            trace = wide.trace().item_double();
            var pair = torch.linalg_eigh(wide);
            Tensor roots = torch.clamp_min(pair.get0(), new Scalar(0)).sqrt(); // rounding may leave a negative zero
            root = Scope.detach(torch.matmul(pair.get1().mul(roots), pair.get1().t()));
        }
    }

    /** @param means [b, d], fp64 @param covariances [b, d, d], fp64 @return [b], fp64 */
    Tensor distance(Tensor means, Tensor covariances) {
        try (Scope scope = Scope.open()) {
            Tensor product = torch.matmul(torch.matmul(root, covariances), root);
            Tensor values = torch.clamp_min(torch.linalg_eigvalsh(product), new Scalar(0));
            Tensor traces = covariances.diagonal(0, 1, 2).sum(1);
            Tensor shift = means.sub(mean).square().sum(1);
            return scope.keep(shift.add(traces).add(new Scalar(trace)).sub(values.sqrt().sum(1).mul(new Scalar(2.0))));
        }
    }

    /** Features there are. */
    long width() {
        return mean.size(0);
    }

    @Override
    public void close() {
        mean.close();
        root.close();
    }
}
