package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.model.Bundled;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.FeatureConvention;
import dev.goldpan.verify.OracleFid;
import dev.goldpan.verify.PictureFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Frechet distances are measured to: rendered scenes are near it, pictures that are worse are far. */
class FeatureStatisticsTest {
    private static final int COUNT = 256;
    private static final long UNSEEN = 3; // a world that nobody was shown

    @Test
    void renderedScenesAreNearTheBundledStatisticsAndOthersFar() {
        try (Scope scope = Scope.open();
                PictureFeatures features = PictureFeatures.open(Bundled.verifiers().resolve("inception"), FeatureConvention.OWN)) {
            Tensor scenes = Images.unit(Pixels.of(Pixels.scenes(UNSEEN, 0, COUNT)));
            Map<String, Double> good = features.measure(Images.pictures(scenes), null);
            Map<String, Double> bad = features.measure(Images.pictures(scenes.mul(new Scalar(-1.0)).add(new Scalar(1.0))), null);
            assertTrue(bad.get("fid") > 10 * good.get("fid"), good + " against " + bad);
            assertTrue(Math.abs(good.get("fid of infinity")) < good.get("fid") / 4, "what is left is few pictures: " + good);
        }
    }

    @Test
    void theSameScenesGiveTheSameFile(@TempDir Path folder) throws IOException {
        for (String name : List.of("config.json", "preprocessor_config.json", "model.safetensors")) {
            Files.copy(Bundled.verifiers().resolve("inception").resolve(name), folder.resolve(name));
        }
        FeatureStatistics.write(folder, 150); // a whole group and a half
        byte[] first = Files.readAllBytes(folder.resolve(OracleFid.STATISTICS));
        FeatureStatistics.write(folder, 150);
        assertArrayEquals(first, Files.readAllBytes(folder.resolve(OracleFid.STATISTICS)));
        try (Scope scope = Scope.open(); Safetensors some = Safetensors.open(folder.resolve(OracleFid.STATISTICS));
                Safetensors bundled = Safetensors.open(Bundled.verifiers().resolve("inception").resolve(OracleFid.STATISTICS))) {
            Tensor spread = bundled.read("sigma").diagonal().sqrt();
            double off = some.read("mu").sub(bundled.read("mu")).div(spread).abs().max().item_double();
            assertTrue(off < 0.5, "means differ by up to " + off + " spreads");
            assertArrayEquals(new long[] {64, 64}, some.shape("sigma"));
        }
        assertEquals("--scenes: 1 have no covariance; use 2 or more",
                assertThrows(IllegalArgumentException.class, () -> FeatureStatistics.write(folder, 1)).getMessage());
    }
}
