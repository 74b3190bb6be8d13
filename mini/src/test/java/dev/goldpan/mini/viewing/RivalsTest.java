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
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of one lightness each, by which they are told apart. */
class RivalsTest {
    @TempDir
    private Path folder;

    private ViewedPictures pictures(String... lines) throws IOException {
        List<Viewed> viewed = Arrays.stream(lines).map(Viewed::parse).toList();
        for (Viewed one : viewed) {
            try (Scope scope = Scope.open()) {
                float lightness = Integer.parseInt(one.sketch().substring(0, 2), 16) / 255f;
                Tensor flat = torch.full(new long[] {1, 3, 128, 128}, new Scalar(lightness), new TensorOptions());
                Files.write(folder.resolve(one.file()), Png.encode(Images.pictures(flat).get(0),
                        Map.of("goldpan", "{\"prompt\": \"" + one.prompt() + "\"}")));
            }
        }
        return new ViewedPictures(viewed, folder);
    }

    private static String line(int seed, int lightness, String answers) {
        return seed + "," + String.format("%02x", lightness).repeat(16) + "," + answers;
    }

    private static float[] lightness(Tensor images) {
        float[] values = new float[(int) images.size(0)];
        images.select(1, 0).select(1, 5).select(1, 5).contiguous().data_ptr_float().get(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(255 * values[i]);
        }
        return values;
    }

    @Test
    void picturesOfAPromptAreComparedByWhatIsMissing() throws IOException {
        Rivals rivals = new Rivals(pictures(line(1, 10, "y,y,o,a cat and a dog"), line(2, 20, "y,y,m,a cat and a dog"),
                line(3, 30, "y,a,o,a cat and a dog"), line(4, 40, "y,n,o,a cat and a dog"), line(5, 50, "?,n,o,a cat and a dog"),
                line(6, 60, "n,y,o,a fox and a pig")));
        assertEquals(5, rivals.size(), "1 before 2, 3 and 4; 2 and 4 before 3; unsure and lonely ones are left out");
        try (Scope scope = Scope.open()) {
            Rivals.Batch all = rivals.at(0, 5);
            assertArrayEquals(new float[] {10, 10, 10, 20, 40}, lightness(all.better()));
            assertArrayEquals(new float[] {20, 30, 40, 30, 30}, lightness(all.worse()));
            assertEquals("a cat and a dog", all.prompts().get(4));
        }
    }

    @Test
    void aBatchIsAFunctionOfItsNumbers() throws IOException {
        Rivals rivals = new Rivals(pictures(line(1, 10, "y,-,o,a cat"), line(2, 20, "n,-,o,a cat"), line(3, 30, "n,-,m,a cat")));
        try (Scope scope = Scope.open()) {
            Rivals.Batch one = rivals.batch(1, 7, 8);
            assertArrayEquals(lightness(one.better()), lightness(rivals.batch(1, 7, 8).better()));
            for (int i = 0; i < 8; i++) {
                assertTrue(lightness(one.better())[i] < lightness(one.worse())[i]);
            }
            assertFalse(Arrays.equals(lightness(rivals.batch(1, 8, 8).worse()), lightness(one.worse())));
        }
    }

    @Test
    void withoutAnOrderThereIsNothingToLearn() throws IOException {
        ViewedPictures alike = pictures(line(1, 10, "y,-,o,a cat"), line(2, 20, "y,-,o,a cat"));
        assertThrows(IllegalArgumentException.class, () -> new Rivals(alike));
    }
}
