package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class TorchStreamTest {
    private static final Map<String, long[]> SHAPES = Map.of("latents", new long[] {1, 4, 8, 12}, "odd", new long[] {1, 3, 5, 7},
            "six", new long[] {1, 1, 2, 3}, "fifteen", new long[] {1, 5, 1, 3}, "sixteen", new long[] {1, 16});
    private static final List<Long> SEEDS = List.of(0L, 42L, (1L << 32) + 42, -1L);

    /** Later draws of fewer than 16 numbers depend on a normal that the generator kept from the draw before. */
    @Test
    void equalsTorchBitForBitInAnyOrder() {
        try (Scope scope = Scope.open(); Safetensors reference = Fixtures.open("noise/torch.safetensors")) {
            for (long seed : SEEDS) {
                SHAPES.forEach((name, shape) -> {
                    TorchStream stream = new TorchStream(seed, shape);
                    for (int draw : new int[] {0, 1, 2, 3, 4, 2, 0, 0, 4}) {
                        String what = seed + "." + name + "." + draw;
                        assertTrue(stream.draw(draw).equal(reference.read(what)), what);
                    }
                });
            }
        }
    }

    @Test
    void keepsThePublishedGoldenValues() {
        try (Scope scope = Scope.open()) {
            Tensor zero = new TorchStream(0, 1, 4, 64, 64).draw(0);
            float[] head = {-1.1258398f, -1.1523602f, -0.2505786f, -0.4338788f, 0.8487104f, 0.6920092f, -0.3160128f, -2.1152194f};
            for (int i = 0; i < head.length; i++) {
                assertEquals(head[i], zero.data_ptr_float().get(i), 1e-7);
            }
            assertEquals(-124.11269989912398, zero.to(ScalarType.Double).sum().item_double(), 1e-9);
            assertEquals(-0.6379970f, new TorchStream(42, 8).draw(0).data_ptr_float().get(7), 1e-7);
        }
    }

    @Test
    void batchesOneTrajectoryPerRowEachAtItsOwnDraw() {
        try (Scope scope = Scope.open()) {
            List<Noise> streams = List.of(Noise.torch(1, 1, 2, 4, 4), Noise.torch(2, 1, 2, 4, 4));
            Tensor batch = Noise.batch(streams, item -> 3 * item);
            assertTrue(batch.narrow(0, 0, 1).equal(new TorchStream(1, 1, 2, 4, 4).draw(0)));
            assertTrue(batch.narrow(0, 1, 1).equal(new TorchStream(2, 1, 2, 4, 4).draw(3)));
        }
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThrows(IllegalArgumentException.class, () -> new TorchStream(0, 1, -4));
        assertThrows(IllegalArgumentException.class, () -> new TorchStream(0, 4).draw(-1));
    }
}
