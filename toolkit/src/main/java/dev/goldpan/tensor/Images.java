package dev.goldpan.tensor;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Between tensors of images, [b, 3, h, w], and pictures. */
public final class Images {
    private static final int LARGEST = 255;

    private Images() {}

    /** What an autoencoder decodes, about [-1, 1], to [0, 1], clamped. */
    public static Tensor unit(Tensor signed) {
        try (Scope scope = Scope.open()) {
            Tensor unit = signed.mul(new Scalar(0.5)).add(new Scalar(0.5));
            return scope.keep(torch.clamp(unit, new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(1))));
        }
    }

    /** [0, 1] to the [-1, 1] that an autoencoder encodes. */
    public static Tensor signed(Tensor unit) {
        try (Scope scope = Scope.open()) {
            return scope.keep(unit.mul(new Scalar(2)).sub(new Scalar(1)));
        }
    }

    /**
     * One picture per item: each element to the nearest of 256 levels (halves to even, as numpy rounds). What lies outside [0, 1]
     * is clamped; what is not a number is black.
     *
     * @param unit [b, 3, h, w], [0, 1], anywhere in any precision
     */
    public static List<BufferedImage> pictures(Tensor unit) {
        if (unit.dim() != 4 || unit.size(1) != 3) {
            throw new IllegalArgumentException("images: expected [b, 3, h, w], found "
                    + Arrays.toString(unit.sizes().vec().get()));
        }
        List<BufferedImage> pictures = new ArrayList<>();
        for (long item = 0; item < unit.size(0); item++) {
            pictures.add(picture(unit, item));
        }
        return pictures;
    }

    private static BufferedImage picture(Tensor unit, long item) {
        int height = Math.toIntExact(unit.size(2));
        int width = Math.toIntExact(unit.size(3));
        int pixels = Math.multiplyExact(height, width);
        float[] values = new float[Math.multiplyExact(3, pixels)]; // red plane, green plane, blue plane
        try (Scope scope = Scope.open()) {
            unit.narrow(0, item, 1).to(Device.CPU.torch(), ScalarType.Float).contiguous().data_ptr_float().get(values);
        }
        int[] packed = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            packed[i] = level(values[i]) << 16 | level(values[pixels + i]) << 8 | level(values[2 * pixels + i]);
        }
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.getRaster().setDataElements(0, 0, width, height, packed);
        return picture;
    }

    private static int level(float value) {
        return (int) Math.max(0, Math.min(LARGEST, Math.rint(value * LARGEST))); // a cast makes 0 of what is not a number
    }

    /**
     * The picture's colours, without its transparency.
     *
     * @return [1, 3, h, w], [0, 1], fp32, on the processor
     */
    public static Tensor tensor(BufferedImage picture) {
        Engine.start();
        int width = picture.getWidth();
        int height = picture.getHeight();
        int pixels = Math.multiplyExact(width, height);
        int[] packed = isGrey(picture) ? grey(picture) : picture.getRGB(0, 0, width, height, null, 0, width);
        float[] values = new float[Math.multiplyExact(3, pixels)];
        for (int i = 0; i < pixels; i++) {
            values[i] = (packed[i] >> 16 & LARGEST) / (float) LARGEST;
            values[pixels + i] = (packed[i] >> 8 & LARGEST) / (float) LARGEST;
            values[2 * pixels + i] = (packed[i] & LARGEST) / (float) LARGEST;
        }
        return Tensor.create(values, 1, 3, height, width);
    }

    private static boolean isGrey(BufferedImage picture) {
        return picture.getColorModel().getNumColorComponents() == 1 && !(picture.getColorModel() instanceof IndexColorModel);
    }

    /** The samples as they are stored; getRGB would take grey for linear light and brighten it. */
    private static int[] grey(BufferedImage picture) {
        Raster raster = picture.getRaster();
        int[] samples = raster.getSamples(0, 0, picture.getWidth(), picture.getHeight(), 0, (int[]) null);
        int shift = Math.max(0, picture.getColorModel().getComponentSize(0) - 8);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (samples[i] >> shift) * 0x010101;
        }
        return samples;
    }
}
