package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
    private static final TensorOptions FP64 = new TensorOptions(ScalarType.Double);

    @BeforeAll
    static void start() {
        Engine.start();
    }

    @Test
    void itFindsTheMapThatMadeTheClasses() {
        try (Scope scope = Scope.open()) {
            torch.manual_seed(3);
            Tensor features = torch.randn(new long[] {4096, 3}, FP64).mul(new Scalar(5)).add(new Scalar(2));
            Tensor truth = torch.softmax(torch.matmul(features, Tensor.create(1.0, -0.5, -0.5, 0.0, 0.5, -0.5, 0.2, 0.2, -0.4).view(3, 3))
                    .add(Tensor.create(0.3, -0.2, -0.1)), 1);
            LinearProbe probe = LinearProbe.of(features, truth);
            double[] weight = numbers(probe.weight().t());
            double[] wanted = {1.0, -0.5, -0.5, 0.0, 0.5, -0.5, 0.2, 0.2, -0.4};
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(wanted[i], weight[i], 0.03);
            }
            double[] bias = numbers(probe.bias());
            assertEquals(0.5, bias[0] - bias[1], 0.05);
        }
    }

    @Test
    void noFeaturesLeaveTheShares() {
        try (Scope scope = Scope.open()) {
            Tensor wanted = Tensor.create(1.0, 0, 1, 0, 1, 0, 0, 1).view(4, 2);
            LinearProbe probe = LinearProbe.of(torch.zeros(new long[] {4, 2}, FP64), wanted);
            double[] bias = numbers(torch.softmax(probe.bias(), 0));
            assertEquals(0.75, bias[0], 1e-3);
            assertTrue(probe.weight().abs().max().item_double() < 1e-9);
        }
    }

    private static double[] numbers(Tensor tensor) {
        Tensor flat = tensor.contiguous().to(ScalarType.Double).view(-1);
        double[] numbers = new double[(int) flat.size(0)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = flat.select(0, i).item_double();
        }
        return numbers;
    }
}
