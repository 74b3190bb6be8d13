package dev.goldpan.mini.generator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.world.Renderer;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final List<String> CAPTIONS = List.of("a cat", "a red car and a dog");
    private static Generator generator;

    @BeforeAll
    static void open() {
        generator = new Generator("mini");
    }

    @AfterAll
    static void close() {
        generator.close();
    }

    /** The later the time, the more of a picture is drawn anew; at the beginning of the schedule it only goes through the autoencoder. */
    @Test
    void laterTimesKeepLess() {
        try (Scope scope = Scope.open()) {
            Tensor images = images();
            Tensor noise = noise();
            double before = 0;
            for (double time : new double[] {0, 0.3, 0.7}) {
                double off = off(generator.redrawn(images, CAPTIONS, new double[] {time, time}, noise), images);
                assertTrue(off > before, "at " + time + ": " + off);
                before = off;
            }
            Tensor passed = generator.passed(images, torch.zeros(1));
            double off = off(generator.redrawn(images, CAPTIONS, new double[] {0, 0}, noise), passed);
            assertTrue(off < 0.01, "at the beginning: " + off);
        }
    }

    /** A picture depends on its own row alone, told or not. */
    @Test
    void rowsDoNotMeet() {
        try (Scope scope = Scope.open()) {
            Tensor images = images();
            Tensor noise = noise();
            for (boolean told : new boolean[] {true, false}) {
                Tensor both = generator.redrawn(images, told ? CAPTIONS : null, new double[] {0.2, 0.6}, noise);
                Tensor second = generator.redrawn(images.narrow(0, 1, 1), told ? CAPTIONS.subList(1, 2) : null, new double[] {0.6},
                        noise.narrow(0, 1, 1));
                assertEquals(0, off(both.narrow(0, 1, 1), second), 0.01);
            }
            assertArrayEquals(new long[] {2, 3, Renderer.SIDE, Renderer.SIDE},
                    generator.redrawn(images, null, new double[] {0.2, 0.6}, noise).shape());
        }
    }

    private static Tensor images() {
        byte[] bytes = new byte[2 * Renderer.BYTES];
        Renderer.render(Scene.of(5, 1), bytes, 0);
        Renderer.render(Scene.of(5, 2), bytes, Renderer.BYTES);
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (bytes[i] & 255) / 255f;
        }
        return Tensor.create(values, 2, 3, Renderer.SIDE, Renderer.SIDE);
    }

    private static Tensor noise() {
        torch.manual_seed(4);
        return torch.randn(new long[] {2, 4, 16, 16}, new TensorOptions(ScalarType.Float));
    }

    /** Mean absolute difference. */
    private static double off(Tensor one, Tensor other) {
        return one.sub(other).abs().mean().item_double();
    }
}
