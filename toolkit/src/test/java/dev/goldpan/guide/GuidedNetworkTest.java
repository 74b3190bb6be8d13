package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Nudge;
import dev.goldpan.sample.Place;
import dev.goldpan.sample.Schedule;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
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

    /** A loss of nothing, wherever one looks. */
    private record Nothing() implements LatentRule {
        @Override
        public int until() {
            return 25;
        }

        @Override
        public List<Integer> refinements() {
            return List.of(0);
        }

        @Override
        public Tensor step(AttentionMaps maps, Tensor memory) {
            return maps.cross().sum().mul(new Scalar(0.0));
        }

        @Override
        public boolean isRefined(AttentionMaps maps, Tensor memory, int iteration) {
            return false;
        }
    }

    private static Place place(int calls, int next) {
        return new Place(new Schedule(Collections.nCopies(calls, new Schedule.Call(Level.CLEAN, Level.CLEAN)), 1), next, 0);
    }

    @Test
    void fewCallsAreGuidedToo() {
        LatentRule rule = LatentRules.of(new Conform(Conform.Fallback.ZERO, true), LossParityTest.groups("2", "4"), false);
        LatentGuidance guidance = new LatentGuidance(null, rule);
        assertTrue(guidance.moves(place(1, 0)));
        assertTrue(guidance.moves(place(4, 1)));
        assertFalse(guidance.moves(place(4, 2)));
        assertEquals(-1, guidance.refinement(place(4, 0)), "there are no earlier maps to compare with");
        assertEquals(1, guidance.refinement(place(4, 1)));
        assertEquals(10, guidance.refinement(place(50, 10)));
    }

    @Test
    void aLossOfNothingIsLookedAtOnce() throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("unet/sd15/io.safetensors");
                UNet unet = new UNet(UNetConfigFile.read(Fixtures.path("unet/sd15/config.json")), Weights.of(
                        Fixtures.open("unet/sd15/diffusion_pytorch_model.safetensors"), Device.CPU, Precision.FP32))) {
            Tensor noise = io.read("x").narrow(0, 0, 1);
            Conditioning given = new Conditioning(io.read("context").narrow(0, 0, 1), null, null);
            AttentionReader reader = new AttentionReader(unet, given, noise.size(2), noise.size(3), AttentionMaps.Grain.COARSEST);
            LatentGuidance guidance = new LatentGuidance(reader, new Nothing());
            Nudge.Moved moved = guidance.before(noise, place(4, 0), null);
            assertEquals(1, guidance.forwards());
            assertEquals(0, guidance.backwards());
            assertTrue(moved.x().equal(noise));
        }
    }
}
