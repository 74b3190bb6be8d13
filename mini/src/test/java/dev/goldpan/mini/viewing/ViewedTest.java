package dev.goldpan.mini.viewing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewedTest {
    private static final String FLAT = "80".repeat(16);

    @TempDir
    private Path folder;

    @Test
    void answersAreChecked() {
        Viewed viewed = Viewed.parse("60008," + FLAT + ",y,a,m,a cat and a dog");
        assertEquals(List.of(Viewed.Sight.RECOGNISABLE, Viewed.Sight.ABSENT), viewed.subjects());
        assertEquals(true, viewed.mixture());
        for (String wrong : List.of("1,x,y,-,m,a cat and a dog", "1,x,y,n,m,a cat", "1,x,z,-,m,a cat", "1,x,y,-,y,a cat", "1,x,y,-,m")) {
            assertThrows(IllegalArgumentException.class, () -> Viewed.parse(wrong), wrong);
        }
    }

    @Test
    void picturesAreThoseThatWereViewed() throws IOException {
        Viewed there = Viewed.parse("1," + FLAT + ",y,-,o,a cat");
        Viewed other = Viewed.parse("2," + "90".repeat(16) + ",y,-,o,a cat");
        draw(there);
        draw(other);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new ViewedPictures(List.of(there, other), folder)).getMessage()
                .endsWith("has not 1 of the 2 pictures that were viewed; write them with viewing write"));
        assertThrows(IllegalArgumentException.class, () -> new ViewedPictures(List.of(there), folder.resolve("nowhere")));
        ViewedPictures pictures = new ViewedPictures(List.of(there), folder);
        assertEquals(1, pictures.size());
        assertArrayEquals(values(pictures, 7), values(pictures, 7), "a batch is a function of its numbers");
        assertFalse(Arrays.equals(values(pictures, 7), values(pictures, 8)), "and moved otherwise in another");
    }

    private static float[] values(ViewedPictures pictures, long index) {
        try (Scope scope = Scope.open()) {
            ViewedPictures.Batch batch = pictures.batch(3, index, 2);
            assertEquals(2, batch.viewed().size());
            float[] values = new float[Math.toIntExact(batch.images().numel())];
            batch.images().data_ptr_float().get(values);
            return values;
        }
    }

    /** Of mean lightness 128 in every part, with a slope in each. */
    private void draw(Viewed viewed) throws IOException {
        try (Scope scope = Scope.open()) {
            float[] values = new float[3 * 128 * 128];
            for (int i = 0; i < values.length; i++) {
                values[i] = (112.5f + i % 32) / 255;
            }
            Files.write(folder.resolve(viewed.file()), Png.encode(Images.pictures(Tensor.create(values, 1, 3, 128, 128)).get(0),
                    Map.of("goldpan", "{\"prompt\": \"" + viewed.prompt() + "\"}")));
        }
    }
}
