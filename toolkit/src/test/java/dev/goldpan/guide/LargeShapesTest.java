package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.denoise.UNet;
import dev.goldpan.denoise.UNetConfig;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Level;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every loss on networks that have the layers of SD2.1 at 768 pixels and of SDXL at 1024, in their numbers of heads and blocks, with
 * few channels, and SDXL with one layer a level; attention at finer levels, which nothing reads, is left out. SD2.1 predicts v, but
 * losses read no prediction.
 */
class LargeShapesTest {
    private static final UNetConfig SD21 = new UNetConfig(96, 4, 4, List.of(8, 20, 40, 40), List.of(false, false, true, false), true,
            List.of(false, true, false, false), 2, List.of(1, 1, 1, 1), List.of(4, 10, 20, 20), 16, true, 4, 1e-5, true, 0, true, null);
    private static final UNetConfig SDXL = new UNetConfig(128, 4, 4, List.of(8, 20, 40), List.of(false, false, true), true,
            List.of(true, false, false), 1, List.of(1, 2, 10), List.of(4, 10, 20), 16, true, 4, 1e-5, true, 0, false,
            new UNetConfig.Added(8, 20 + 6 * 8));

    @ParameterizedTest
    @CsvSource({"sd21,FP32", "sd21,BF16", "sd21,FP16", "sdxl,BF16"})
    void everyLossIsANumberWithAGradient(String shape, Precision precision) {
        UNetConfig config = shape.equals("sd21") ? SD21 : SDXL;
        long side = shape.equals("sd21") ? 24 : 32;
        try (Scope scope = Scope.open(); UNet unet = unet(config, precision)) {
            AttentionMaps seen = seen(unet, config);
            AttentionMaps maps = new AttentionMaps(seen.cross().detach().requires_grad_(true), seen.self().detach().requires_grad_(true),
                    null);
            assertEquals(side, maps.height());
            assertEquals(1, maps.cross().sum(2L).min().item_double(), 1e-4);
            assertEquals(1, maps.self().sum(2L).max().item_double(), 1e-4);
            TokenGroups groups = LossParityTest.groups("2", "4 5");
            Tensor sum = null;
            for (Slice slice : Slice.values()) {
                for (AttentionLoss loss : List.of(new AttendAndExcite(slice), new Conform(Conform.Fallback.SIMILARITY, true),
                        new InitNo(Variant.CODE, slice), new InitNo(Variant.PAPER, slice), new SelfCross(SelfCross.Form.INITNO, slice),
                        new SelfCross(SelfCross.Form.CONFORM, slice), new SelfCross(SelfCross.Form.PAPER, slice))) {
                    Tensor value = loss.value(maps, groups);
                    assertTrue(Double.isFinite(value.item_double()) && value.item_double() >= 0, () -> loss + " is " + value.item_double());
                    sum = sum == null ? value : sum.add(value);
                }
            }
            sum.backward();
            for (Tensor map : List.of(maps.cross(), maps.self())) {
                double slope = map.grad().abs().max().item_double();
                assertTrue(Double.isFinite(slope) && slope > 0, "the gradient's largest part is " + slope);
            }
        }
    }

    @Test
    void scoresBeyondHalfPrecisionAreNoNumbersWithoutTheFlag() {
        UNetConfig bare = new UNetConfig(SD21.sampleSize(), 4, 4, SD21.channels(), SD21.downAttention(), true, SD21.upAttention(), 2,
                SD21.transformerLayers(), SD21.heads(), 16, true, 4, 1e-5, true, 0, false, null);
        try (Scope scope = Scope.open(); UNet unet = unet(bare, Precision.FP16)) {
            assertTrue(Double.isNaN(seen(unet, bare).cross().sum().item_double()));
        }
    }

    /** Scores are a hundred and more, as made SD2.1 overflow; for fp16 beyond its range, and everything else within. */
    private static UNet unet(UNetConfig config, Precision precision) {
        double sharp = precision == Precision.FP16 ? 1000 : 3;
        double other = precision == Precision.FP16 ? 0.1 : 0.3;
        torch.manual_seed(3);
        return new UNet(config, Weights.fresh((name, dims) -> torch.randn(dims, new TensorOptions(ScalarType.Float))
                .mul_(new Scalar(name.contains("to_q") || name.contains("to_k") ? sharp : other)), Device.CPU, precision, false));
    }

    private static AttentionMaps seen(UNet unet, UNetConfig config) {
        Tensor noise = torch.randn(1, 4, config.sampleSize(), config.sampleSize());
        AttentionReader reader = new AttentionReader(unet, given(config), config.sampleSize(), config.sampleSize(),
                AttentionMaps.Grain.COARSEST);
        return reader.read(noise, new Level(981, 0.068, 0.998)).get(0);
    }

    private static Conditioning given(UNetConfig config) {
        Tensor context = torch.randn(1, 77, config.crossAttentionDim());
        if (config.added() == null) {
            return Conditioning.of(context);
        }
        return new Conditioning(context, torch.randn(1, 20), torch.full(new long[] {1, 6}, new Scalar(1024.0)));
    }
}
