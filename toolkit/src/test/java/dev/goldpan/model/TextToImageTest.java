package dev.goldpan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Precision;
import dev.goldpan.text.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextToImageTest {
    private static final long ALLOWED = 24L << 20; // what the allocator keeps varies; the networks of all rounds have 30 MB

    private final int threads = Engine.threads();
    private final StableDiffusion model =
            StableDiffusion.open(ModelFiles.folder(Fixtures.path("pipelines/sd15")), Device.CPU, Precision.FP32);

    @BeforeEach
    void takeOneThread() {
        Engine.threads(1);
    }

    @AfterEach
    void giveThreadsBack() {
        Engine.threads(threads);
    }

    @Test
    void networksThatCameAndWentLeaveNothing() {
        make();
        long before = resident();
        for (int i = 0; i < 60; i++) {
            make();
        }
        long grown = resident() - before;
        assertTrue(grown < ALLOWED, () -> "grown by " + (grown >> 20) + " MB");
    }

    @Test
    void imagesArriveOneBatchAfterTheOther() {
        List<String> heard = new ArrayList<>();
        TextToImage.run(model, request(2, 3), new Watcher() {
            @Override
            public void begins(String task, long total) {
                heard.add(task + " " + total);
            }

            @Override
            public void made(Picture picture) {
                heard.add("seed " + picture.seed());
            }
        }, Trace.none());
        assertEquals(List.of("reading the prompt 1", "denoising seed 7 to 8 3", "decoding seed 7 to 8 1", "seed 7", "seed 8",
                "denoising seed 9 3", "decoding seed 9 1", "seed 9"), heard);
    }

    /** Bytes of this process, with a Java heap whose young part is touched all over, so that it does not grow meanwhile. */
    private static long resident() {
        byte[] piece = null;
        for (int i = 0; i < 1024; i++) {
            piece = new byte[1 << 20];
        }
        return piece == null ? 0 : Pointer.physicalBytes();
    }

    private void make() {
        TextToImage.run(model, request(1, 1), new Watcher() {}, Trace.none());
    }

    private static ImageRequest request(int steps, int count) {
        return new ImageRequest(new Prompt("a cat"), new Settings(48, 48, steps, null, 5, 0, 0, 0), 7, count, 2);
    }
}
