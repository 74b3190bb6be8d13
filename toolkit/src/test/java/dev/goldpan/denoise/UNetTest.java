package dev.goldpan.denoise;

import static dev.goldpan.fixtures.Fixtures.MODULE;
import static dev.goldpan.fixtures.Fixtures.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UNetTest {
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "sdxl", "mini"})
    void equalsTheReference(String shape) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); UNet unet = load(shape)) {
            Tensor out = unet.forward(io.read("x"), io.read("t"), given(io));
            assertClose(shape, io.read("out"), out, MODULE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "sdxl", "mini"})
    void differentiatesInTheLatents(String shape) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); UNet unet = load(shape)) {
            Tensor x = io.read("x").requires_grad_(true);
            unet.forward(x, io.read("t"), given(io)).mul(io.read("grad_out_weight")).sum().backward();
            assertClose(shape, io.read("grad_x"), x.grad(), MODULE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "sdxl", "mini"})
    void recordsTheAttentionMapsOfTheReference(String shape) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); UNet unet = load(shape)) {
            Tensor x = io.read("x");
            assertEquals(List.of(new ObjectMapper().readValue(Fixtures.path("unet/" + shape + "/sites.json").toFile(),
                    String[].class)), unet.sites(x.size(2), x.size(3)).stream().map(Site::layer).toList());
            Set<String> frozen = Set.copyOf(io.names().stream().filter(name -> name.startsWith("map.")).toList());
            AttentionTap tap = AttentionTap.recording(site -> frozen.contains("map." + site.layer()));
            assertClose("output while recording", io.read("out"), unet.forward(x, io.read("t"), given(io), tap), MODULE);
            assertEquals(frozen.size(), tap.maps().size());
            tap.maps().forEach((site, map) -> {
                assertClose(site.layer(), io.read("map." + site.layer()), map, MODULE);
                assertEquals(site.height() * site.width(), map.size(2));
            });
            tap.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void endsAfterTheLastWantedMap(String shape) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); UNet unet = load(shape)) {
            Tensor x = io.read("x").requires_grad_(true);
            List<Site> sites = unet.sites(x.size(2), x.size(3));
            Site wanted = sites.get(5);
            AttentionTap early = AttentionTap.endingAtLast(wanted::equals, sites);
            unet.attend(x, io.read("t"), given(io), early);
            AttentionTap whole = AttentionTap.recording(wanted::equals);
            unet.forward(x, io.read("t"), given(io), whole);
            assertEquals(1, early.maps().size());
            assertClose("map", whole.maps().get(wanted), early.maps().get(wanted), 0);
            early.maps().get(wanted).square().sum().backward();
            assertTrue(x.grad().abs().sum().item_double() > 0);
            early.release();
            whole.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21", "sdxl", "mini"})
    void everyItemOfABatchHasItsOwnTimeAndConditioning(String shape) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); UNet unet = load(shape)) {
            Conditioning both = given(io);
            Conditioning second = new Conditioning(row(both.context()), row(both.pooled()), row(both.sizes()));
            Tensor alone = unet.forward(row(io.read("x")), row(io.read("t")), second);
            assertClose(shape, row(io.read("out")), alone, MODULE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd21"})
    void staysCloseInHalfPrecision(String shape) throws IOException {
        try (Scope scope = Scope.open(); Safetensors io = io(shape); UNet unet = load(shape, Precision.BF16)) {
            assertClose(shape, io.read("out"), unet.forward(io.read("x"), io.read("t"), given(io)), 0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15"})
    void saysWhichTensorDoesNotFit(String shape) throws IOException {
        UNetConfig right = UNetConfigFile.read(Fixtures.path("unet/" + shape + "/config.json"));
        UNetConfig wrong = new UNetConfig(right.sampleSize(), right.inChannels(), right.outChannels(), right.channels(),
                right.downAttention(), right.midAttention(), right.upAttention(), right.layersPerBlock(),
                right.transformerLayers(), right.heads(), 99, right.useLinearProjection(), right.normGroups(),
                right.normEps(), right.cosFirst(), right.freqShift(), right.upcastAttention(), right.added());
        try (Safetensors file = Fixtures.open("unet/" + shape + "/diffusion_pytorch_model.safetensors")) {
            Weights weights = Weights.of(file, Device.CPU, Precision.FP32);
            String message = assertThrows(IllegalArgumentException.class, () -> new UNet(wrong, weights)).getMessage();
            assertTrue(message.contains("attn2.to_k.weight") && message.contains(Arrays.toString(new long[] {6, 99})), message);
        }
    }

    private static UNet load(String shape) throws IOException {
        return load(shape, Precision.FP32);
    }

    private static UNet load(String shape, Precision precision) throws IOException {
        Safetensors file = Fixtures.open("unet/" + shape + "/diffusion_pytorch_model.safetensors");
        return new UNet(UNetConfigFile.read(Fixtures.path("unet/" + shape + "/config.json")),
                Weights.of(file, Device.CPU, precision));
    }

    private static Safetensors io(String shape) {
        return Fixtures.open("unet/" + shape + "/io.safetensors");
    }

    private static Conditioning given(Safetensors io) {
        boolean added = io.names().contains("pooled");
        return new Conditioning(io.read("context"), added ? io.read("pooled") : null, added ? io.read("sizes") : null);
    }

    private static Tensor row(Tensor batch) {
        return batch == null ? null : batch.narrow(0, 1, 1);
    }
}
