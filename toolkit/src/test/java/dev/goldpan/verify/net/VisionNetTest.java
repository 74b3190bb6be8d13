package dev.goldpan.verify.net;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisionNetTest {
    @ParameterizedTest
    @ValueSource(strings = {"square", "wide"})
    void dinoEqualsTheReference(String size) {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/dinov2/io.safetensors");
                Dino net = Nets.dino("dinov2")) {
            Tensor pixels = Nets.leaf(io.read(size));
            Tensor tokens = net.tokens(pixels);
            assertClose("tokens", io.read(size + ".tokens"), tokens, MODULE);
            assertClose("class token", tokens.select(1, 0), net.features(io.read(size)), MODULE);
            if (size.equals("square")) {
                net.features(pixels).square().sum().backward();
                assertClose("gradient in the pixels", io.read("grad"), pixels.grad(), MODULE);
            }
        }
    }

    @Test
    void dinoHasALinearHead() {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/dinov2-classes/io.safetensors");
                Dino net = Nets.dino("dinov2-classes")) {
            assertClose("logits", io.read("logits"), net.logits(net.tokens(io.read("pixels"))), MODULE);
        }
    }

    @Test
    void blipEqualsTheReference() {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/blip/io.safetensors");
                Blip net = Nets.blip(Precision.FP32)) {
            Tensor pixels = Nets.leaf(io.read("pixels"));
            Tensor seen = net.see(pixels);
            assertClose("seen", io.read("seen"), seen, MODULE);
            assertClose("read", io.read("read"), net.read(io.read("ids"), io.read("real"), seen), MODULE);
            Tensor reward = net.reward(seen, io.read("ids"), io.read("real"));
            assertClose("reward", io.read("reward"), reward, MODULE);
            reward.sum().backward();
            assertClose("gradient in the pixels", io.read("grad"), pixels.grad(), MODULE);
        }
    }

    @Test
    void blipRunsInHalfTheMemory() {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/blip/io.safetensors");
                Blip net = Nets.blip(Precision.BF16)) {
            assertClose("reward in bf16", io.read("reward"),
                    net.reward(net.see(io.read("pixels")), io.read("ids"), io.read("real")),
                    0.2);
        }
    }
}
