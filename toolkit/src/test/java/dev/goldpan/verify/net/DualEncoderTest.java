package dev.goldpan.verify.net;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DualEncoderTest {
    @ParameterizedTest
    @ValueSource(strings = {"clip", "openclip", "siglip"})
    void equalsTheReference(String name) {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/" + name + "/io.safetensors");
                DualEncoder net = Nets.dual(name, Precision.FP32)) {
            Tensor pixels = Nets.leaf(io.read("pixels"));
            Tensor images = net.features(pixels);
            Tensor texts = net.texts(io.read("ids"));
            assertClose("images", io.read("images"), images, MODULE);
            assertClose("texts", io.read("texts"), texts, MODULE);
            Tensor logits = net.logits(torch.matmul(images, texts.t()));
            assertClose("logits", io.read("logits"), logits, MODULE);
            logits.mul(io.read("weights")).sum().backward();
            assertClose("gradient in the pixels", io.read("grad"), pixels.grad(), MODULE);
            assertClose("without a gradient", images, net.features(io.read("pixels")), MODULE); // packed maps
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "siglip"})
    void runsInHalfTheMemory(String name) {
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/" + name + "/io.safetensors");
                DualEncoder net = Nets.dual(name, Precision.BF16)) {
            Tensor cosines = Unit.cosine(net.features(io.read("pixels")), io.read("images"));
            assertTrue(cosines.min().item_double() > 0.999, "cosine with fp32: " + cosines.min().item_double());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "siglip"})
    void trainsFromNothing(String name) {
        try (Scope scope = Scope.open(); Safetensors stored = Fixtures.open("verify/" + name + "/model.safetensors");
                Safetensors io = Fixtures.open("verify/" + name + "/io.safetensors")) {
            torch.manual_seed(1);
            Weights fresh = Weights.fresh((path, shape) -> torch.randn(shape).mul(new org.bytedeco.pytorch.Scalar(0.1)),
                    Device.CPU, Precision.FP32, true);
            DualEncoder net = name.equals("siglip") ? new Siglip(SiglipConfig.of(Nets.config(name)), fresh)
                    : new Clip(ClipConfig.of(Nets.config(name)), fresh);
            assertEquals(stored.names(), net.weights().parameters().keySet());
            net.logits(torch.matmul(net.features(io.read("pixels")), net.texts(io.read("ids")).t())).square().sum().backward();
            net.weights().parameters().forEach((path, value) -> assertTrue(value.grad().defined(), path));
        }
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        try (Scope scope = Scope.open(); DualEncoder clip = Nets.dual("clip", Precision.FP32);
                DualEncoder siglip = Nets.dual("siglip", Precision.FP32)) {
            complains("[b, 3, 15, 15]", () -> clip.features(torch.rand(1, 3, 15, 20)));
            complains("exactly 9", () -> siglip.texts(Tensor.create(new long[] {1, 2, 3}, 1, 3)));
        }
        complains("do not divide", () -> ClipConfig.of(json("{\"vision_config\":{\"num_attention_heads\":7}}")));
        complains("vision_config: patch_size", () -> ClipConfig.of(json("{\"vision_config\":{\"patch_size\":500}}")));
        complains("projection_size", () -> SiglipConfig.of(json("{\"text_config\":{\"projection_size\":5}}")));
        complains("hidden_act", () -> SiglipConfig.of(json("{\"text_config\":{\"hidden_act\":\"relu\"}}")));
        complains("use_swiglu_ffn", () -> DinoConfig.of(json("{\"use_swiglu_ffn\":true}")));
        complains("reward_std", () -> BlipConfig.of(json("{\"reward_std\":0}")));
    }

    private static void complains(String about, org.junit.jupiter.api.function.Executable what) {
        String message = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(message.contains(about) && !message.contains("\n"), message);
    }

    private static ConfigFile json(String text) throws IOException {
        return ConfigFile.of(new ObjectMapper().readTree(text), "config.json");
    }
}
