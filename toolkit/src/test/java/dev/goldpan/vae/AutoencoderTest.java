package dev.goldpan.vae;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.ShapesOnly;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderTest {
    private static Stream<String> shapes() {
        return Stream.of("sd", "flux", "plain", "flat", "patch");
    }

    private static Stream<String> tiledShapes() {
        return Stream.of("sd", "flux", "patch");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void encodesAsTheReference(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); Autoencoder vae = load(shape, Tiling.AUTO)) {
            Posterior posterior = vae.encode(io.read("image"));
            assertClose("mean", io.read("mean"), posterior.mean(), MODULE);
            assertClose("logvar", io.read("logvar"), posterior.logvar(), MODULE);
            Tensor raw = posterior.sample(io.read("noise"));
            assertClose("sample", io.read("raw"), raw, MODULE);
            assertClose("scaled", io.read("latents"), vae.scale(raw), MODULE);
            assertClose("mode", vae.scale(io.read("mean")), vae.toLatents(io.read("image")), MODULE);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void decodesAsTheReference(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); Autoencoder vae = load(shape, Tiling.AUTO)) {
            assertClose("raw", io.read("decoded"), vae.decode(io.read("raw")), MODULE);
            assertClose("scaled", io.read("decoded"), vae.toImage(io.read("latents")), MODULE);
        }
    }

    @ParameterizedTest
    @MethodSource("tiledShapes")
    void codesInTilesAsTheReference(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); Autoencoder vae = load(shape, Tiling.ALWAYS)) {
            Posterior posterior = vae.encode(io.read("tiled_image"));
            assertClose("mean", io.read("tiled_mean"), posterior.mean(), MODULE);
            assertClose("logvar", io.read("tiled_logvar"), posterior.logvar(), MODULE);
            assertClose("image", io.read("tiled_decoded"), vae.decode(io.read("tiled_mean")), MODULE);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void differentiates(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); Autoencoder vae = load(shape, Tiling.AUTO)) {
            Tensor latents = io.read("latents").clone().requires_grad_(true);
            vae.toImage(latents).mul(io.read("grad_out_weight")).sum().backward();
            assertClose("latents", io.read("grad_latents"), latents.grad(), MODULE);
            Tensor image = io.read("image").clone().requires_grad_(true);
            vae.encode(image).sample(io.read("noise")).mul(io.read("noise")).sum().backward();
            assertClose("image", io.read("grad_image"), image.grad(), MODULE);
        }
    }

    @ParameterizedTest
    @MethodSource("tiledShapes")
    void differentiatesThroughTiles(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); Autoencoder vae = load(shape, Tiling.ALWAYS)) {
            Tensor at = io.read("tiled_mean");
            Tensor direction = at.sign();
            Tensor latents = at.clone().requires_grad_(true);
            vae.decode(latents).square().sum().backward();
            double step = 1e-2;
            double slope = (energy(vae, at, direction, step) - energy(vae, at, direction, -step)) / (2 * step);
            assertEquals(1, latents.grad().mul(direction).sum().item_double() / slope, 1e-2);
        }
    }

    private static double energy(Autoencoder vae, Tensor at, Tensor direction, double step) {
        return vae.decode(at.add(direction.mul(new Scalar(step)))).square().sum().item_double();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyWeightLearns(String shape) {
        Weights weights = Weights.trainable(file(shape), Device.CPU);
        try (Scope scope = Scope.open(); Safetensors io = io(shape); Autoencoder vae = new Autoencoder(config(shape), weights)) {
            Tensor drawn = vae.encode(io.read("image")).sample(io.read("noise"));
            vae.decode(drawn).mul(io.read("grad_out_weight")).sum().backward();
            weights.parameters().forEach((name, value) -> assertTrue(value.grad().defined(), name));
        }
    }

    @Test
    void aBatchInGroupsIsTheSameImages() {
        try (Scope scope = Scope.open(); Autoencoder vae = load("plain", Tiling.AUTO)) {
            Tensor one = torch.randn(1, 3, 190, 200);
            Tensor two = torch.randn(1, 3, 190, 200);
            Tensor both = vae.decode(torch.cat(new TensorVector(one, two), 0));
            assertClose("first", vae.decode(one), both.narrow(0, 0, 1), 0);
            assertClose("second", vae.decode(two), both.narrow(0, 1, 1), 0);
        }
    }

    @Test
    void decodingLeavesNoMemoryBehind() {
        try (Scope scope = Scope.open(); Autoencoder vae = load("plain", Tiling.AUTO)) {
            Tensor raw = torch.randn(1, 3, 200, 200); // the finest feature maps have 5 MB
            vae.decode(raw).close();
            long before = Pointer.physicalBytes();
            for (int i = 0; i < 30; i++) {
                vae.decode(raw).close();
            }
            long grown = Pointer.physicalBytes() - before;
            assertTrue(grown < 60 << 20, () -> "grown by " + (grown >> 20) + " MB");
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void staysCloseInBf16(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape);
                Autoencoder vae = new Autoencoder(config(shape), Weights.of(file(shape), Device.CPU, Precision.BF16))) {
            assertClose("image", io.read("decoded"), vae.decode(io.read("raw")), 0.1);
            assertClose("mean", io.read("mean"), vae.encode(io.read("image")).mean(), 0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd-vae", "sdxl-vae"})
    void takesEveryTensorOfThePublishedModels(String model) {
        AutoencoderConfig config = AutoencoderConfig.read(Fixtures.path("manifests/" + model + ".config.json"));
        ShapesOnly manifest = ShapesOnly.open(Fixtures.path("manifests/" + model + ".json.gz"));
        try (Autoencoder vae = new Autoencoder(config, Weights.of(manifest, Device.META, Precision.FP32))) {
            assertEquals(8, vae.factor());
            assertEquals(4, vae.latentChannels());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (Scope scope = Scope.open(); Autoencoder vae = load("sd", Tiling.AUTO)) {
            assertMessage("[b, 3, h, w]", () -> vae.encode(torch.zeros(1, 4, 16, 16)));
            assertMessage("multiples of 4", () -> vae.encode(torch.zeros(1, 3, 18, 16)));
            assertMessage("[b, 4, h, w]", () -> vae.decode(torch.zeros(4, 16, 16)));
        }
        Weights foreign = Weights.of(file("flux"), Device.CPU, Precision.FP32);
        assertMessage("encoder.conv_in", () -> new Autoencoder(config("plain"), foreign));
        foreign.close();
    }

    @Test
    void onlyFp16IsUpcast() {
        assertEquals(Precision.FP32, config("sd").precision(Precision.FP16));
        assertEquals(Precision.BF16, config("sd").precision(Precision.BF16));
        assertEquals(Precision.FP16, config("plain").precision(Precision.FP16));
    }

    @Test
    void tilesOnlyWhatIsLarge() {
        assertTrue(Tiling.AUTO.applies(2048, 1024, 512));
        assertTrue(!Tiling.AUTO.applies(1024, 1024, 512));
        assertTrue(!Tiling.ALWAYS.applies(512, 512, 512));
        assertTrue(Tiling.ALWAYS.applies(512, 520, 512));
        assertTrue(!Tiling.NEVER.applies(4096, 4096, 512));
    }

    private static void assertMessage(String part, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static AutoencoderConfig config(String shape) {
        return AutoencoderConfig.read(Fixtures.path("vae/" + shape + "/config.json"));
    }

    private static Safetensors file(String shape) {
        return Fixtures.open("vae/" + shape + "/diffusion_pytorch_model.safetensors");
    }

    private static Safetensors io(String shape) {
        return Fixtures.open("vae/" + shape + "/io.safetensors");
    }

    private static Autoencoder load(String shape, Tiling tiling) {
        return new Autoencoder(config(shape), Weights.of(file(shape), Device.CPU, Precision.FP32), tiling);
    }
}
