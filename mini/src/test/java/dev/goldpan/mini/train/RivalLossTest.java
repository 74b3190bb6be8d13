package dev.goldpan.mini.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.viewing.Rivals;
import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.mini.viewing.ViewedPictures;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four pictures of a cat, the darker the better. */
class RivalLossTest {
    @TempDir
    private Path folder;

    private RivalLoss loss() throws IOException {
        List<Viewed> viewed = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < 4; i++) {
                Viewed.Sight sight = i < 2 ? Viewed.Sight.RECOGNISABLE : Viewed.Sight.UNRECOGNISABLE;
                Viewed one = new Viewed(i, String.format("%02x", 40 * i).repeat(16), "a cat", List.of(sight), false);
                Tensor flat = torch.full(new long[] {1, 3, 128, 128}, new Scalar(40 * i / 255.0), new TensorOptions());
                Files.write(folder.resolve(one.file()), Png.encode(Images.pictures(flat).get(0), Map.of("goldpan", "{\"prompt\": \"a cat\"}")));
                viewed.add(one);
            }
        }
        Rivals rivals = new Rivals(new ViewedPictures(viewed, folder));
        return new RivalLoss(rivals, rivals);
    }

    /** Their lightness, -1 to 1. */
    private static Tensor lightness(Tensor images, List<String> captions) {
        assertEquals(images.size(0), captions.size());
        return images.mean(1, 2, 3);
    }

    @Test
    void theRightOrderCostsLessThanNoneAndTheWrongOneMore() throws IOException {
        RivalLoss loss = loss();
        try (Scope scope = Scope.open()) {
            double right = loss.at(0, (images, captions) -> lightness(images, captions).mul(new Scalar(-10))).item_double();
            double none = loss.at(0, (images, captions) -> lightness(images, captions).mul(new Scalar(0))).item_double();
            double wrong = loss.at(0, (images, captions) -> lightness(images, captions).mul(new Scalar(10))).item_double();
            assertEquals(Math.log(2), none, 1e-6);
            assertTrue(right < none / 2 && wrong > 2 * none, () -> right + ", " + none + ", " + wrong);
        }
    }

    @Test
    void pairsInOrderAreCounted() throws IOException {
        RivalLoss loss = loss();
        assertTrue(loss.order((images, captions) -> lightness(images, captions).mul(new Scalar(-1))).contains("of 4 pairs"));
        assertTrue(loss.order((images, captions) -> lightness(images, captions).mul(new Scalar(-1))).contains("100.0 %"));
        assertTrue(loss.order(RivalLossTest::lightness).contains(" 0.0 %"));
    }
}
