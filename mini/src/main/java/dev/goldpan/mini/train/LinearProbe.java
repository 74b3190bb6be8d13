package dev.goldpan.mini.train;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A linear head over features that do not move: softmax regression, by steps that the bound of Böhning (1992) on its curvature gives, so
 * that the loss falls at each without a rate to choose.
 */
final class LinearProbe {
    /** Added to the mean square of each feature. */
    private static final double RIDGE = 1e-4;
    private static final double CURVATURE = 0.5; // of a softmax, at most
    private static final int STEPS = 1000;

    private final Tensor map; // [d + 1, classes], fp64

    private LinearProbe(Tensor map) {
        this.map = map;
    }

    /**
     * Fits; what it gives belongs to the open scope.
     *
     * @param features [n, d]
     * @param wanted [n, classes], rows that sum to one
     */
    static LinearProbe of(Tensor features, Tensor wanted) {
        try (Scope scope = Scope.open()) {
            Tensor seen = torch.cat(new TensorVector(features.to(ScalarType.Double),
                    torch.ones(new long[] {features.size(0), 1}, new TensorOptions(ScalarType.Double))), 1);
            Tensor truth = wanted.to(ScalarType.Double);
            Scalar share = new Scalar(1.0 / seen.size(0));
            Tensor ridge = torch.eye(seen.size(1), new TensorOptions(ScalarType.Double)).mul(new Scalar(RIDGE));
            Tensor bound = torch.linalg_inv(torch.matmul(seen.t(), seen).mul(share).add(ridge).mul(new Scalar(CURVATURE)));
            Tensor map = torch.zeros(new long[] {seen.size(1), truth.size(1)}, new TensorOptions(ScalarType.Double));
            for (int step = 0; step < STEPS; step++) {
                try (Scope inner = Scope.open()) {
                    Tensor miss = torch.softmax(torch.matmul(seen, map), 1).sub(truth);
                    Tensor slope = torch.matmul(seen.t(), miss).mul(share).add(map.mul(new Scalar(RIDGE)));
                    map.sub_(torch.matmul(bound, slope));
                }
            }
            return new LinearProbe(scope.keep(map));
        }
    }

    /** @return [classes, d], fp32 */
    Tensor weight() {
        return map.narrow(0, 0, map.size(0) - 1).t().to(ScalarType.Float).contiguous();
    }

    /** @return [classes], fp32 */
    Tensor bias() {
        return map.select(0, map.size(0) - 1).to(ScalarType.Float);
    }
}
