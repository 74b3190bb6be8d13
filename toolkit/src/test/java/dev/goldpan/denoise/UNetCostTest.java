package dev.goldpan.denoise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Against counts made with torch's own flop counter over the reference networks. */
class UNetCostTest {
    @Test
    void countsStableDiffusion1() {
        UNetConfig config = new UNetConfig(64, 4, 4, List.of(320, 640, 1280, 1280), List.of(true, true, true, false), true,
                List.of(false, true, true, true), 2, List.of(1, 1, 1, 1), List.of(8, 8, 8, 8), 768, false, 32, 1e-5, true, 0,
                false, null);
        assertEquals(803.3, UNetCost.flops(config, 64, 64, 77) / 1e9, 0.5);
    }

    @Test
    void countsStableDiffusionXl() {
        UNetConfig config = new UNetConfig(128, 4, 4, List.of(320, 640, 1280), List.of(false, true, true), true,
                List.of(true, true, false), 2, List.of(1, 2, 10), List.of(5, 10, 20), 2048, true, 32, 1e-5, true, 0, false,
                new UNetConfig.Added(256, 2816));
        assertEquals(6761, UNetCost.flops(config, 128, 128, 77) / 1e9, 5);
    }
}
