package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.denoise.UNet;
import dev.goldpan.denoise.UNetConfigFile;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.guide.NoiseOptimizer.Evaluation;
import dev.goldpan.guide.NoiseOptimizer.Found;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** A loss's gradient through a network that ends after the last map the loss reads. */
class GuidedNetworkTest {
    @Test
    void optimisingTheNoiseLowersTheLossOfARealNetwork() throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("unet/sd15/io.safetensors");
                UNet unet = new UNet(UNetConfigFile.read(Fixtures.path("unet/sd15/config.json")), Weights.of(
                        Fixtures.open("unet/sd15/diffusion_pytorch_model.safetensors"), Device.CPU, Precision.FP32))) {
            Tensor noise = io.read("x").narrow(0, 0, 1);
            Tensor t = io.read("t").narrow(0, 0, 1);
            Conditioning given = new Conditioning(io.read("context").narrow(0, 0, 1), null, null);
            List<Site> sites = unet.sites(noise.size(2), noise.size(3));
            TokenGroups all = LossParityTest.groups("2", "4");
            TokenGroups groups = new TokenGroups(all.subjects(), 5);
            InitNo loss = new InitNo(Variant.PAPER, Slice.INNER);
            List<Double> values = new ArrayList<>();
            Found found = new NoiseOptimizer(1, 6, 0, 1e-3).search(round -> noise, z -> {
                AttentionTap tap = AttentionTap.endingAtLast(site -> site.height() == 4 && !site.layer().startsWith("mid"), sites);
                unet.attend(z, t, given, tap);
                Tensor value = loss.value(AttentionMaps.of(tap.maps()).get(0), groups);
                tap.release();
                values.add(value.item_double());
                return new Evaluation(value, value.item_double(), false);
            });
            assertEquals(6, found.evaluations());
            assertTrue(found.score() < values.get(0), () -> "losses " + values);
        }
    }
}
