package dev.goldpan.verify.net;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Directions: vectors of length one. */
public final class Unit {
    private static final double SMALLEST = 1e-24; // of a squared length; below, a vector has no direction and stays what it is

    private Unit() {}

    /** Each row of {@code x} over its length, in fp32. @param x [b, d] */
    public static Tensor of(Tensor x) {
        Tensor wide = x.to(ScalarType.Float);
        Tensor squared = wide.square().sum(new long[] {1}, true, new ScalarTypeOptional());
        return wide.div(torch.clamp_min(squared, new Scalar(SMALLEST)).sqrt());
    }

    /** Cosine of each row of {@code a} with the same row of {@code b}, or with its only row; all of length one. @return [b] */
    public static Tensor cosine(Tensor a, Tensor b) {
        return a.mul(b).sum(1);
    }
}
