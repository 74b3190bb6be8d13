package dev.goldpan.denoise;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.sample.Guidance;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** A thousand guided steps of a real network, with attention recorded and gradients taken now and then, leave memory where it was. */
class FlatMemoryTest {
    private static final int STEPS = 50;
    private static final int RUNS = 20;
    private static final long ALLOWED = 24L << 20; // one leaked feature map per step would be 60 MB and more

    @Test
    void aThousandStepsLeakNothing() {
        SchedulerConfig schedule = SchedulerConfig.named("ddim");
        Sampler sampler = schedule.sampler();
        try (Safetensors io = Fixtures.open("unet/mini/io.safetensors");
                UNet unet = new UNet(UNetConfigFile.read(Fixtures.path("unet/mini/config.json")),
                        Weights.of(Fixtures.open("unet/mini/diffusion_pytorch_model.safetensors"), Device.CPU, Precision.FP32))) {
            long settled = 0;
            for (int run = 0; run < RUNS; run++) {
                denoise(unet, sampler, schedule, io, run);
                if (run == 4) {
                    settled = Pointer.physicalBytes();
                }
            }
            long grown = Pointer.physicalBytes() - settled;
            assertTrue(grown < ALLOWED, "resident memory grew by " + (grown >> 20) + " MB over " + (RUNS - 5) * STEPS + " steps");
        }
    }

    private static void denoise(UNet unet, Sampler sampler, SchedulerConfig schedule, Safetensors io, int run) {
        try (Scope scope = Scope.open()) {
            Conditioning given = Conditioning.of(io.read("context").narrow(0, 0, 1));
            Denoiser denoiser = new Guidance(Denoiser.of(unet, schedule.predicts()), given, 3, 0);
            Noise noise = Noise.torch(run, 1, 4, 8, 8);
            try (State start = sampler.start(noise.draw(0), sampler.schedule(STEPS))) {
                State at = start;
                while (!at.isFinished()) {
                    try (Scope step = Scope.open()) {
                        State next = sampler.step(at, denoiser, given, noise.draw(1)).keptBy(scope);
                        at = next;
                    }
                }
            }
            lookAndDifferentiate(unet, io);
        }
    }

    private static void lookAndDifferentiate(UNet unet, Safetensors io) {
        try (Scope scope = Scope.open()) {
            Tensor x = io.read("x").clone().requires_grad_(true);
            AttentionTap tap = AttentionTap.endingAtLast(site -> site.height() == 4, unet.sites(8, 8));
            unet.attend(x, io.read("t"), Conditioning.of(io.read("context")), tap);
            tap.maps().values().iterator().next().square().sum().backward();
            tap.release();
        }
    }
}
