package dev.goldpan.verify;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Mean and covariance of a growing set of vectors, in fp64 (Welford, 1962). */
final class Moments implements AutoCloseable {
    private final Tensor mean; // [d]
    private final Tensor scatter; // [d, d], sum of outer products of deviations
    private long count;

    Moments(long width) {
        TensorOptions wide = new TensorOptions(ScalarType.Double);
        mean = Scope.detach(torch.zeros(new long[] {width}, wide));
        scatter = Scope.detach(torch.zeros(new long[] {width, width}, wide));
    }

    /** @param vector [d], fp64 */
    void add(Tensor vector) {
        try (Scope scope = Scope.open()) {
            Tensor off = vector.sub(mean);
            scatter.add_(torch.outer(off, off).mul(new Scalar(count / (count + 1.0))));
            mean.add_(off.div(new Scalar(count + 1.0)));
            count++;
        }
    }

    /** The mean that the set would have with each of {@code vectors}. @param vectors [b, d], fp64 @return [b, d] */
    Tensor meansWith(Tensor vectors) {
        return mean.add(vectors.sub(mean).div(new Scalar(count + 1.0)));
    }

    /**
     * The covariance (over count - 1) that the set would have with each of {@code vectors}; zero for a set of one.
     *
     * @param vectors [b, d], fp64 @return [b, d, d]
     */
    Tensor covariancesWith(Tensor vectors) {
        Tensor off = vectors.sub(mean);
        Tensor outer = off.unsqueeze(2).mul(off.unsqueeze(1)).mul(new Scalar(count / (count + 1.0)));
        return outer.add(scatter).div(new Scalar((double) Math.max(1, count)));
    }

    @Override
    public void close() {
        mean.close();
        scatter.close();
    }
}
