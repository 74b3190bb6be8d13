package dev.goldpan.vae;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.ShapesOnly;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinyAutoencoderTest {
    @ParameterizedTest
    @ValueSource(strings = {"taesd", "taef"})
    void equalsTheReference(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); TinyAutoencoder vae = load(shape)) {
            assertClose("latents", io.read("encoded"), vae.toLatents(io.read("image")), MODULE);
            assertClose("image", io.read("decoded"), vae.toImage(io.read("latents")), MODULE);
            assertClose("unit", io.read("unit"), vae.toUnit(io.read("latents")), MODULE);
            assertClose("back", io.read("back"), vae.fromUnit(io.read("unit")), MODULE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"taesd", "taef"})
    void differentiates(String shape) {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); TinyAutoencoder vae = load(shape)) {
            Tensor latents = io.read("latents").clone().requires_grad_(true);
            vae.toImage(latents).mul(io.read("grad_out_weight")).sum().backward();
            assertClose("latents", io.read("grad_latents"), latents.grad(), MODULE);
        }
    }

    @Test
    void takesEveryTensorOfThePublishedModel() {
        TinyAutoencoderConfig config = TinyAutoencoderConfig.read(Fixtures.path("manifests/taesd.config.json"));
        ShapesOnly manifest = ShapesOnly.open(Fixtures.path("manifests/taesd.json.gz"));
        try (TinyAutoencoder vae = new TinyAutoencoder(config, Weights.of(manifest, Device.META, Precision.FP32))) {
            assertEquals(8, vae.factor());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (Scope scope = Scope.open(); TinyAutoencoder vae = load("taesd")) {
            assertThrows(IllegalArgumentException.class, () -> vae.toLatents(torch.zeros(1, 3, 10, 12)));
            assertThrows(IllegalArgumentException.class, () -> vae.toImage(torch.zeros(1, 3, 10, 12)));
        }
    }

    private static TinyAutoencoder load(String shape) {
        Safetensors file = Fixtures.open("vae/" + shape + "/diffusion_pytorch_model.safetensors");
        return new TinyAutoencoder(TinyAutoencoderConfig.read(Fixtures.path("vae/" + shape + "/config.json")),
                Weights.of(file, Device.CPU, Precision.FP32));
    }

    private static Safetensors io(String shape) {
        return Fixtures.open("vae/" + shape + "/io.safetensors");
    }
}
