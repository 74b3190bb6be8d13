package dev.goldpan.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    @Test
    void everyPictureComesBack() {
        try (Scope scope = Scope.open()) {
            BufferedImage picture = PngTest.picture(7, 5);
            Tensor tensor = Images.tensor(picture);
            assertArrayEquals(new long[] {1, 3, 5, 7}, tensor.sizes().vec().get());
            assertEquals(0xff, picture.getRGB(6, 0) >>> 24);
            assertEquals(216 / 255f, tensor.narrow(1, 0, 1).max().item_float());
            BufferedImage back = Images.pictures(Images.unit(Images.signed(tensor))).get(0);
            assertArrayEquals(picture.getRGB(0, 0, 7, 5, null, 0, 7), back.getRGB(0, 0, 7, 5, null, 0, 7));
        }
    }

    @Test
    void roundsHalvesToEvenAndClamps() {
        try (Scope scope = Scope.open()) {
            float[] levels = {0.5f, 1.5f, 2.5f, -4, 300, Float.NaN, Float.POSITIVE_INFINITY, 254.4f, 254.6f};
            float[] values = new float[27];
            for (int i = 0; i < 27; i++) {
                values[i] = levels[i % 9] / 255f;
            }
            BufferedImage picture = Images.pictures(Tensor.create(values, 1, 3, 1, 9)).get(0);
            int[] found = picture.getRaster().getSamples(0, 0, 9, 1, 1, (int[]) null);
            assertArrayEquals(new int[] {0, 2, 2, 0, 255, 0, 255, 254, 255}, found);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyKeepsItsStoredLevels(int type) {
        try (Scope scope = Scope.open()) {
            BufferedImage grey = new BufferedImage(2, 1, type);
            int unit = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 257;
            grey.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {100 * unit, 200 * unit});
            Tensor tensor = Images.tensor(Png.decode(Png.encode(grey, Map.of())));
            float[] found = new float[6];
            tensor.contiguous().data_ptr_float().get(found);
            assertArrayEquals(new float[] {100 / 255f, 200 / 255f, 100 / 255f, 200 / 255f, 100 / 255f, 200 / 255f}, found);
        }
    }

    @Test
    void aBatchOfAnyPrecisionAndLayoutIsOnePictureEach() {
        try (Scope scope = Scope.open()) {
            Tensor batch = torch.rand(3, 5, 4, 3).permute(0, 3, 1, 2).to(ScalarType.BFloat16); // channels-last
            List<BufferedImage> pictures = Images.pictures(batch);
            assertEquals(3, pictures.size());
            assertEquals(4, pictures.get(2).getWidth());
            Tensor third = Images.tensor(pictures.get(2));
            assertEquals(0, third.sub(batch.narrow(0, 2, 1).to(ScalarType.Float)).abs().max().item_double(), 0.5001 / 255);
            assertThrows(IllegalArgumentException.class, () -> Images.pictures(torch.rand(3, 5, 4)));
        }
    }
}
