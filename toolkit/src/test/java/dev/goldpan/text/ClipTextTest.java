package dev.goldpan.text;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.ShapesOnly;
import dev.goldpan.text.ClipTextConfig.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTextTest {
    private static final Path MANIFESTS = Fixtures.path("manifests");

    static ClipText load(String name, Precision precision) throws IOException {
        return new ClipText(ClipTextConfig.read(Fixtures.path("text/clip/" + name + "/config.json")),
                Weights.of(Fixtures.open("text/clip/" + name + "/model.safetensors"), Device.CPU, precision));
    }

    private static Safetensors io(String name) {
        return Fixtures.open("text/clip/" + name + "/io.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"l", "h", "bigg"})
    void equalsTheReference(String name) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(name); ClipText encoder = load(name, Precision.FP32)) {
            ClipText.Output out = encoder.forward(io.read("ids"));
            assertEquals(encoder.config().layers() + 1, out.hidden().size());
            for (int i = 0; i < out.hidden().size(); i++) {
                if (io.names().contains("hidden." + i)) {
                    assertClose("hidden " + i, io.read("hidden." + i), out.hidden().get(i), MODULE);
                }
            }
            assertClose("last", io.read("last"), out.last(), MODULE);
            assertClose("pooled", io.read("pooled"), out.pooled(), MODULE);
            assertClose("two layers skipped", io.read("skip2"),
                    encoder.norm(out.hidden().get(out.hidden().size() - 3)), MODULE);
            if (name.equals("bigg")) {
                assertClose("projected", io.read("projected"), out.projected(), MODULE);
            } else {
                assertNull(out.projected());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"l", "h", "bigg"})
    void trains(String name) throws IOException {
        Path folder = Fixtures.path("text/clip/" + name);
        try (Scope scope = Scope.open(); Safetensors io = io(name);
                ClipText encoder = new ClipText(ClipTextConfig.read(folder.resolve("config.json")),
                        Weights.trainable(Safetensors.open(folder.resolve("model.safetensors")), Device.CPU))) {
            ClipText.Output out = encoder.forward(io.read("ids"));
            Tensor pooled = out.projected() == null ? out.pooled() : out.projected();
            out.last().mul(io.read("grad_weight")).sum().add(pooled.sum()).backward();
            int compared = 0;
            for (String parameter : encoder.weights().parameters().keySet()) {
                String frozen = "grad." + parameter.replaceFirst("^text_model\\.", "");
                if (io.names().contains(frozen)) {
                    assertClose(parameter, io.read(frozen), encoder.weights().parameters().get(parameter).grad(), MODULE);
                    compared++;
                }
            }
            assertEquals(5, compared);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"l", "bigg"})
    void runsInHalfTheMemory(String name) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(name); ClipText encoder = load(name, Precision.BF16)) {
            ClipText.Output out = encoder.forward(io.read("ids"));
            assertEquals(ScalarType.BFloat16, out.last().scalar_type().intern());
            assertClose("last in bf16", io.read("last"), out.last(), 0.2);
            Tensor reference = io.read("last");
            double spread = out.last().to(ScalarType.Float).sub(reference).std().item_double();
            assertTrue(spread < 0.02 * reference.std().item_double());
        }
    }

    @Test
    void readsTextsShorterThanItsTable() throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io("l"); ClipText encoder = load("l", Precision.FP32)) {
            Tensor last = encoder.forward(io.read("ids").narrow(1, 0, 9)).last();
            assertClose("a causal encoder does not look ahead", io.read("last").narrow(1, 0, 9), last, MODULE);
            Tensor tooLong = torch.zeros(new long[] {1, 78}, io.read("ids").options());
            String message = assertThrows(IllegalArgumentException.class, () -> encoder.forward(tooLong)).getMessage();
            assertTrue(message.contains("at most 77"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-l", "openclip-h", "openclip-bigg"})
    void ownsEveryTensorOfThePublishedEncoders(String name) throws IOException {
        ClipTextConfig config = ClipTextConfig.read(MANIFESTS.resolve(name + ".config.json"));
        ShapesOnly manifest = ShapesOnly.open(MANIFESTS.resolve(name + ".json.gz"));
        try (ClipText encoder = new ClipText(config, Weights.of(manifest, Device.META, Precision.BF16))) {
            assertEquals(manifest.names(), encoder.weights().parameters().keySet());
        }
    }

    @Test
    void refusesForeignConfigurations(@TempDir Path folder) throws IOException {
        String[][] wrong = {
            {"{\"hidden_act\":\"relu\"}", "hidden_act"}, {"{\"num_attention_heads\":7}", "do not divide"},
            {"{\"hidden_size\":-4}", "hidden_size"}, {"{\"num_hidden_layers\":1e9}", "num_hidden_layers"},
            {"{\"vocab_size\":99999999999}", "vocab_size"},
            {"{\"layer_norm_eps\":2}", "layer_norm_eps"},
            {"[]", "JSON object"}, {"{", "JSON"}};
        for (String[] pair : wrong) {
            Path file = Files.writeString(folder.resolve("config.json"), pair[0]);
            String message = assertThrows(IllegalArgumentException.class, () -> ClipTextConfig.read(file)).getMessage();
            assertTrue(message.contains(pair[1]) && message.contains("config.json") && !message.contains("\n"), message);
        }
        ClipTextConfig defaults = ClipTextConfig.of(new ObjectMapper().createObjectNode(), "config.json");
        assertEquals(new ClipTextConfig(49408, 77, 512, 2048, 12, 8, Activation.QUICK_GELU, 1e-5, 49407, 0), defaults);
    }
}
