package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class PathTest {
    private static final VpPath PATH = VpPath.of(new Betas(1000, 0.00085, 0.012, Betas.Curve.SCALED_LINEAR, false));

    /** The published values of Stable Diffusion's table. */
    @Test
    void hasThePublishedLevels() {
        assertEquals(0.99914998, Math.pow(PATH.alpha(0), 2), 1e-8);
        assertEquals(0.27633247, Math.pow(PATH.alpha(500), 2), 1e-8);
        assertEquals(14.6146469, PATH.at(999).ratio(), 1e-6);
        assertEquals(0.0291675, PATH.at(0).ratio(), 1e-7);
    }

    /** Ratios are interpolated linearly and times logarithmically, as in the reference: between steps they differ a little. */
    @Test
    void isVariancePreservingAndInvertibleAtEveryTime() {
        for (double time : new double[] {0, 0.3, 17, 499.5, 998.9, 999}) {
            Level level = PATH.at(time);
            assertEquals(1, level.norm(), 1e-12);
            assertEquals(time, PATH.time(level.ratio()), 0.05);
        }
        assertEquals(999, PATH.time(1e6));
        assertEquals(0, PATH.time(0));
        assertEquals(PATH.at(999).ratio(), PATH.ratio(2000), 1e-6);
    }

    /** Weights of the kernel, read off by feeding ones and zeros: what x0 and the variance become is exact. */
    @Test
    void renoisingIsTheForwardProcess() {
        try (Scope scope = Scope.open()) {
            Tensor one = Tensor.create(new float[] {1, 1}, 2, 1, 1, 1);
            Tensor zero = Tensor.create(new float[] {0, 0}, 2, 1, 1, 1);
            List<Level> from = List.of(PATH.at(120), Level.CLEAN);
            List<Level> to = List.of(PATH.at(780).unscaled(), PATH.at(300));
            Tensor kept = Path.renoise(one, from, to, zero);
            Tensor added = Path.renoise(zero, from, to, one);
            for (int item = 0; item < 2; item++) {
                double scale = kept.data_ptr_float().get(item);
                double noise = added.data_ptr_float().get(item);
                assertEquals(to.get(item).alpha(), scale * from.get(item).alpha(), 1e-6);
                double variance = Math.pow(to.get(item).sigma(), 2);
                assertEquals(variance, Math.pow(scale * from.get(item).sigma(), 2) + noise * noise, 1e-6 * variance);
            }
            assertThrows(IllegalArgumentException.class, () -> Path.renoise(one, to, from, zero));
        }
    }
}
