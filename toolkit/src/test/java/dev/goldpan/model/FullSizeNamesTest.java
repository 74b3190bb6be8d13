package dev.goldpan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldpan.denoise.UNet;
import dev.goldpan.denoise.UNetConfigFile;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.ShapesOnly;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.text.ClipText;
import dev.goldpan.text.ClipTextConfig;
import dev.goldpan.vae.Autoencoder;
import dev.goldpan.vae.AutoencoderConfig;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All names and shapes of the published single files, listed by reference/ldm.py, become those of the published components. */
class FullSizeNamesTest {
    @Test
    void sd1() {
        assertSame("sd15-unet", LdmCheckpoint.unet(open("sd1-ldm")));
        assertSame("sd-vae", VaeNames.modern(open("sd1-ldm"), "first_stage_model."));
    }

    @Test
    void sd2() {
        assertSame("sd21-unet", LdmCheckpoint.unet(open("sd2-ldm")));
        assertSame("openclip-h", openClip(LdmKind.SD2));
    }

    @Test
    void sdxl() {
        assertSame("sdxl-unet", LdmCheckpoint.unet(open("sdxl-ldm")));
        assertSame("sdxl-vae", VaeNames.modern(open("sdxl-ldm"), "first_stage_model."));
        assertSame("openclip-bigg", openClip(LdmKind.SDXL));
    }

    @ParameterizedTest
    @EnumSource
    void theNetworksOfItsConfigurationFitTheFile(LdmKind kind) {
        JsonNode config = kind.config();
        ShapesOnly file = open(kind.name().toLowerCase(Locale.ROOT) + "-ldm");
        try (Scope scope = Scope.open()) {
            Weights unet = meta(LdmCheckpoint.unet(file));
            new UNet(UNetConfigFile.of(ConfigFile.of(config.get("unet"), "unet")), unet);
            unet.finish();
            Weights vae = meta(VaeNames.modern(file, "first_stage_model."));
            new Autoencoder(AutoencoderConfig.of(ConfigFile.of(config.get("vae"), "vae")), vae);
            vae.finish();
            if (kind != LdmKind.SD1) {
                Weights text = meta(openClip(kind));
                String part = kind == LdmKind.SD2 ? "text_encoder" : "text_encoder_2";
                new ClipText(ClipTextConfig.of(config.get(part), part), text);
                text.finish();
            }
        }
        SchedulerConfig.parse(config.get("scheduler").toString(), "scheduler");
    }

    private static Weights meta(TensorSource source) {
        return Weights.of(source, Device.META, Precision.FP32);
    }

    private static TensorSource openClip(LdmKind kind) {
        return kind == LdmKind.SD2 ? OpenClipNames.modern(open("sd2-ldm"), "cond_stage_model.model.", 23)
                : OpenClipNames.modern(open("sdxl-ldm"), "conditioner.embedders.1.model.", Integer.MAX_VALUE);
    }

    private static ShapesOnly open(String manifest) {
        return ShapesOnly.open(Fixtures.path("manifests/" + manifest + ".json.gz"));
    }

    private static void assertSame(String manifest, TensorSource view) {
        TensorSource expected = open(manifest);
        assertEquals(new TreeSet<>(expected.names()), new TreeSet<>(view.names()), manifest);
        for (String name : expected.names()) {
            assertArrayEquals(expected.shape(name), view.shape(name), name);
        }
    }
}
