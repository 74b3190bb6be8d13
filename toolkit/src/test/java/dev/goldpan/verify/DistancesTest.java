package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Preprocessing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistancesTest {
    @BeforeAll
    static void start() {
        Engine.start();
    }

    @Test
    void agreeWithNumpyAndScipy() throws IOException {
        JsonNode wanted = new ObjectMapper().readTree(Fixtures.path("verify/distances/values.json").toFile());
        try (Scope scope = Scope.open(); Safetensors io = Fixtures.open("verify/distances/features.safetensors")) {
            Tensor a = io.read("a");
            Tensor b = io.read("b");
            Tensor p = torch.softmax(io.read("logits"), 1);
            assertEquals(wanted.get("a,b").asDouble(), Distances.fid(a, b), 1e-8);
            assertEquals(wanted.get("kid").asDouble(), Distances.kid(a, b), 1e-9 * Math.abs(wanted.get("kid").asDouble()));
            assertEquals(wanted.get("precision").asDouble(), Distances.covered(a, b, 3), 1e-12);
            assertEquals(wanted.get("recall").asDouble(), Distances.covered(b, a, 3), 1e-12);
            assertEquals(wanted.get("diversity").asDouble(), Distances.diversity(a), 1e-10);
            long n = p.size(0);
            assertEquals(wanted.get("inception").asDouble(), Distances.inceptionScore(p, n), 1e-12);
            assertEquals(wanted.get("inception3").asDouble(), Distances.inceptionScore(p, n / 3, 2 * n / 3, n), 1e-12);
        }
    }

    @Test
    void ballsReachToTheThirdOtherPoint() {
        try (Scope scope = Scope.open()) {
            Tensor reference = line(0, 1, 2, 3, 10); // reaches 3, 2, 2, 3, 9
            assertEquals(0.75, Distances.covered(line(-3, 6, 20, 0.5), reference, 3), 1e-12); // -3 and 6 lie on a border, 20 outside
            assertEquals(1, Distances.covered(reference, reference, 3), 1e-12);
            Tensor twice = line(5, 5, 5, 5, 5);
            assertEquals(0.5, Distances.covered(line(5, 5.001), twice, 3), 1e-12); // balls of no size hold their middle
        }
    }

    private static Tensor line(double... values) {
        return Tensor.create(values, values.length, 1);
    }

    @Test
    void theDistanceOfNormalsIsTheirFormula() {
        try (Scope scope = Scope.open()) {
            Tensor made = line(-1, 1).add(new Scalar(3.0)); // mean 3, variance 2
            double distance = Distances.fid(made, line(0).view(1), Tensor.create(new double[] {8}, 1, 1));
            assertEquals(9 + 2 + 8 - 2 * Math.sqrt(16), distance, 1e-12);
        }
    }

    /**
     * Of the same distribution the distance is all bias, which falls about as 1 / n. Simulated with numpy for sets of 600 of 16 features:
     * 0.14 with deviation 0.016, and at infinity 0.00 with deviation 0.023; here the mean of eight sets within three deviations.
     */
    @Test
    void smallSetsLookFarAndTheLineToInfinitySeesThroughIt() {
        double all = 0;
        double few = 0;
        double infinity = 0;
        for (int i = 0; i < 8; i++) {
            try (Scope scope = Scope.open()) {
                Tensor set = new KeyedNoise(NoiseKey.of(1, "test").candidate(i)).normal(600, 16).to(ScalarType.Double);
                Tensor mean = torch.zeros(16).to(ScalarType.Double);
                Tensor covariance = torch.eye(16).to(ScalarType.Double);
                all += Distances.fid(set, mean, covariance) / 8;
                few += Distances.fidOfSome(set, 100, mean, covariance) / 8;
                infinity += Distances.fidOfInfinity(set, mean, covariance, 300, 400, 600) / 8;
            }
        }
        assertEquals(0.14, all, 3 * 0.016 / Math.sqrt(8));
        assertEquals(0, infinity, 3 * 0.023 / Math.sqrt(8));
        assertTrue(few > 5 * all, few + " and " + all);
    }

    @Test
    void kidIsZeroOnAverageForOneDistribution() {
        try (Scope scope = Scope.open()) {
            double sum = 0;
            double largest = 0;
            for (int i = 0; i < 40; i++) {
                Tensor both = new KeyedNoise(NoiseKey.of(2, "test").candidate(i)).normal(60, 4).to(ScalarType.Double);
                double kid = Distances.kid(both.narrow(0, 0, 30), both.narrow(0, 30, 30));
                sum += kid;
                largest = Math.max(largest, Math.abs(kid));
            }
            assertTrue(Math.abs(sum / 40) < largest / 4, sum / 40 + " of " + largest); // unbiased: both signs
        }
    }

    @Test
    void conventionsResizeAsTheirProgramsDo() {
        try (Scope scope = Scope.open()) {
            Tensor picture = Tensor.create(new float[] {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0}, 1, 3, 2, 2); // only green is full
            Preprocessing own = Preprocessing.plain(4);
            Tensor ramp = torch.cat(new TensorVector(torch.zeros(1, 3, 4, 2), torch.ones(1, 3, 4, 2)), 3);
            assertEquals(1, FeatureConvention.PYTORCH_FID.input(picture, own, 4).select(1, 1).mean().item_double(), 1e-6);
            assertEquals(127 / 128.0, FeatureConvention.ADM.input(picture, own, 4).select(1, 1).mean().item_double(), 1e-6);
            // 0 0 255 255 to eight: from i / 2, and from (i + 1/2) / 2 - 1/2
            row(new double[] {0, 0, 0, 127.5, 255, 255, 255, 255}, FeatureConvention.TORCH_FIDELITY, ramp, 8, 128);
            row(new double[] {0, 0, 0, 63.75, 191.25, 255, 255, 255}, FeatureConvention.PYTORCH_FID, ramp, 8, 127.5);
            // 0 0 255 255 to two: the first takes rows 0 and 2, the second lies between two equal ones
            row(new double[] {0, 255}, FeatureConvention.ADM, ramp, 2, 128);
            row(new double[] {0, 255}, FeatureConvention.PYTORCH_FID, ramp, 2, 127.5);
            double over = FeatureConvention.CLEAN_FID.input(ramp, own, 8).max().item_double();
            assertEquals(127 / 128.0, over, 1e-6); // what a bicubic overshoots is cut off
        }
        assertThrows(IllegalArgumentException.class, () -> FeatureConvention.of("fid"));
        assertEquals(List.of("own", "pytorch-fid", "torch-fidelity", "clean-fid", "adm"), FeatureConvention.names());
        assertEquals(10, FeatureConvention.TORCH_FIDELITY.runs(50_000).length);
        assertArrayEquals(new long[] {2, 4, 6, 9}, FeatureConvention.TORCH_FIDELITY.runs(9));
        assertArrayEquals(new long[] {9}, FeatureConvention.OWN.runs(9));
        assertEquals(10, FeatureConvention.ADM.runs(50_000).length);
        assertArrayEquals(new long[] {5000, 10_000, 12_000}, FeatureConvention.ADM.runs(12_000));
        assertArrayEquals(new long[] {1000}, FeatureConvention.ADM.runs(1000));
    }

    private static void row(double[] levels, FeatureConvention convention, Tensor picture, int side, double middle) {
        Tensor input = convention.input(picture, null, side);
        for (int i = 0; i < side; i++) {
            assertEquals((levels[i] - middle) / middle, input.select(3, i).mean().item_double(), 1e-6, convention + " at " + i);
        }
    }

    @Test
    void setsOfPicturesAreMeasured(@TempDir Path folder) throws IOException {
        TinyVerifiers.in(folder);
        try (PictureFeatures features = PictureFeatures.open(folder.resolve("inception"), FeatureConvention.OWN);
                Scope scope = Scope.open()) {
            List<BufferedImage> made = pictures("one", 40);
            Map<String, Double> same = features.measure(made, made);
            assertEquals(0, same.get("fid"), 1e-9);
            assertEquals(1, same.get("precision"));
            assertEquals(1, same.get("recall"));
            Map<String, Double> alone = features.measure(made, null);
            assertEquals(Set.of("fid", "fid of half", "fid of infinity", "diversity", "is"), alone.keySet());
            assertEquals(same.get("diversity"), alone.get("diversity"));
            assertEquals(alone, features.measure(made, null));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> features.measure(made.subList(0, 7), null)).getMessage()
                    .contains("from 8 on"));
        }
    }

    private static List<BufferedImage> pictures(String use, int count) {
        List<BufferedImage> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Tensor noise = new KeyedNoise(NoiseKey.of(3, use).candidate(i)).normal(1, 3, 16, 16);
            all.addAll(Images.pictures(noise.mul(new Scalar(0.2)).add(new Scalar(0.5))));
        }
        return all;
    }
}
