package dev.goldpan.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.ShapesOnly;
import dev.goldpan.tensor.TensorSource;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

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
        assertSame("openclip-h", OpenClipNames.modern(open("sd2-ldm"), "cond_stage_model.model.", 23));
    }

    @Test
    void sdxl() {
        assertSame("sdxl-unet", LdmCheckpoint.unet(open("sdxl-ldm")));
        assertSame("sdxl-vae", VaeNames.modern(open("sdxl-ldm"), "first_stage_model."));
        assertSame("openclip-bigg", OpenClipNames.modern(open("sdxl-ldm"), "conditioner.embedders.1.model.", Integer.MAX_VALUE));
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
