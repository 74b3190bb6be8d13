package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.nn.Weights;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ShapesOnlyTest {
    private static final Path MANIFESTS = Path.of("src/test/resources/fixtures/manifests");

    @Test
    void aManifestServesTensorsWithoutMemory() {
        try (Scope scope = Scope.open();
                ShapesOnly manifest = ShapesOnly.open(MANIFESTS.resolve("sd15-unet.json.gz"));
                Weights weights = Weights.of(manifest, Device.META, Precision.FP32)) {
            Tensor conv = weights.at("conv_in").get("weight", 320, 4, 3, 3);
            assertTrue(conv.is_meta());
            assertArrayEquals(new long[] {1280, 320}, weights.at("time_embedding", "linear_1").shape("weight"));
        }
    }

    @Test
    void countsTheParametersOfThePublishedModels() {
        assertEquals(859_520_964L, parameters("sd15-unet"));
        assertEquals(2_567_463_684L, parameters("sdxl-unet"));
        assertEquals(83_653_863L, parameters("sd-vae"));
        assertEquals(123_060_480L, parameters("clip-l"));
    }

    @Test
    void aNameThatIsNotThereIsNamed() {
        ShapesOnly manifest = ShapesOnly.open(MANIFESTS.resolve("clip-l.json.gz"));
        String message = assertThrows(NoSuchElementException.class, () -> manifest.shape("nowhere.weight")).getMessage();
        assertTrue(message.contains("clip-l.json.gz") && message.contains("nowhere.weight"), message);
    }

    private static long parameters(String model) {
        ShapesOnly manifest = ShapesOnly.open(MANIFESTS.resolve(model + ".json.gz"));
        long sum = 0;
        for (String name : manifest.names()) {
            long count = 1;
            for (long length : manifest.shape(name)) {
                count *= length;
            }
            sum += count;
        }
        return sum;
    }
}
