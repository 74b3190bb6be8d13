package dev.goldpan.mini.train;

import dev.goldpan.nn.Weights;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Values of a network before its first step: norms and factors of branches the identity, biases zero, tables normal with deviation
 * 0.02, maps uniform within 1 / sqrt(fan in) (torch's default), and zero for maps that end a residual branch, so that every block
 * begins as the identity.
 *
 * @param seed each tensor draws from (seed, its name), whatever the order
 */
record FirstValues(long seed) implements Weights.Initial {
    private static final double TABLE = 0.02;

    @Override
    public Tensor draw(String name, long... shape) {
        TensorOptions fp32 = new TensorOptions(ScalarType.Float);
        if (shape.length == 0) {
            return torch.zeros(shape, fp32);
        }
        if (shape.length == 1) {
            boolean factor = name.toLowerCase(Locale.ROOT).contains("norm") && name.endsWith("weight") || name.endsWith("lambda1");
            return factor ? torch.ones(shape, fp32) : torch.zeros(shape, fp32);
        }
        if (endsABranch(name)) {
            return torch.zeros(shape, fp32);
        }
        torch.manual_seed(seed * 31 + name.hashCode());
        if (name.contains("embedding.weight") || name.contains("embeddings.")) {
            return torch.randn(shape, fp32).mul_(new Scalar(TABLE));
        }
        long fanIn = 1;
        for (int i = 1; i < shape.length; i++) {
            fanIn *= shape[i];
        }
        return torch.rand(shape, fp32).mul_(new Scalar(2.0)).sub_(new Scalar(1.0)).mul_(new Scalar(1 / Math.sqrt(fanIn)));
    }

    private static boolean endsABranch(String name) {
        return name.contains(".resnets.") && name.contains("conv2.")
                || name.contains("proj_out.") || name.equals("conv_out.weight");
    }
}
