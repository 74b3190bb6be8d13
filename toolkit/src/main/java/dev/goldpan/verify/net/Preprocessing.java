package dev.goldpan.verify.net;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.tensor.Scope;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * From a picture to a network's input, as its {@code preprocessor_config.json} states it: 8-bit levels, resize, centre crop,
 * normalise. The levels are those of a saved file, so that a picture read back has the score it had.
 *
 * @param height to resize to, or of the shorter side where {@code shorter}
 * @param width to resize to; unused where {@code shorter}
 * @param shorter whether the aspect is kept and the shorter side becomes {@code height}
 * @param resampling of the resize, or null for none
 * @param crop pixels on a side of what is cut from the centre, or 0 for no crop
 * @param mean subtracted from red, green and blue on [0, 1]
 * @param std what they are divided by then
 */
public record Preprocessing(int height, int width, boolean shorter, Resampling resampling, int crop, List<Double> mean,
        List<Double> std) {
    private static final int LARGEST = 4096;
    private static final double LEVELS = 255;
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    /** Pictures of {@code side} pixels that are only normalised, to [-1, 1]. */
    public static Preprocessing plain(int side) {
        return new Preprocessing(side, side, false, Resampling.BICUBIC, 0, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    }

    /** Reads {@code file}. @throws IllegalArgumentException naming the file, the key and what is allowed */
    public static Preprocessing read(Path file) {
        return of(ConfigFile.read(file));
    }

    /** Reads a parsed {@code preprocessor_config.json}; absent keys mean CLIP's. */
    public static Preprocessing of(ConfigFile file) {
        boolean shorter = !file.holds("size") || file.at("size").has("shortest_edge");
        String key = shorter ? "shortest_edge" : "height";
        int height = file.holds("size") ? file.at("size").integer(key, 224, 1, LARGEST) : file.integer("size", 224, 1, LARGEST);
        int width = shorter ? height : file.at("size").integer("width", height, 1, LARGEST);
        int crop = file.holds("crop_size") ? file.at("crop_size").integer("height", 224, 1, LARGEST)
                : file.integer("crop_size", 224, 1, LARGEST);
        Resampling resampling = List.of(Resampling.BILINEAR, Resampling.BICUBIC).get(file.integer("resample", 3, 2, 3) - 2);
        Preprocessing read = new Preprocessing(height, width, shorter, file.flag("do_resize", true) ? resampling : null,
                file.flag("do_center_crop", shorter) ? crop : 0, file.numbers("image_mean", CLIP_MEAN),
                file.numbers("image_std", CLIP_STD));
        if (read.mean.size() != 3 || read.std.size() != 3 || read.std.stream().anyMatch(s -> s <= 0)) {
            throw file.bad("image_mean and image_std", "must have three values each, the latter positive");
        }
        return read;
    }

    /**
     * A network's input.
     *
     * <p>Values are those of the picture in 8 bits. Gradients are those without roundings: a rounding has none of its own.
     *
     * @param image [b, 3, h, w], [0, 1], in any precision
     * @return [b, 3, height, width] or the crop of it, fp32
     */
    public Tensor of(Tensor image) {
        try (Scope scope = Scope.open()) {
            Tensor exact = framed(levels(image), true).div(new Scalar(LEVELS)).to(ScalarType.Float);
            if (!image.requires_grad()) {
                return scope.keep(normalised(exact));
            }
            Tensor smooth = framed(image.to(ScalarType.Float), false);
            return scope.keep(normalised(smooth.add(exact.sub(smooth).detach())));
        }
    }

    /**
     * The levels that a saved file has, 0 to 255; rounded in fp32, as {@code tensor.Images} rounds them.
     *
     * @param image of any shape, [0, 1], in any precision
     * @return the same shape, whole numbers in fp64, without gradients
     */
    public static Tensor levels(Tensor image) {
        try (Scope scope = Scope.open()) {
            Tensor levels = image.detach().to(ScalarType.Float).mul(new Scalar(LEVELS)).round();
            Tensor whole = torch.clamp(levels, new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(LEVELS)));
            return scope.keep(whole.to(ScalarType.Double));
        }
    }

    private Tensor framed(Tensor picture, boolean exact) {
        Tensor at = picture;
        if (resampling != null) {
            long least = Math.min(at.size(2), at.size(3));
            int h = shorter ? (int) (height * at.size(2) / least) : height;
            int w = shorter ? (int) (height * at.size(3) / least) : width;
            at = exact ? resampling.exact(at, h, w) : resampling.smooth(at, h, w);
        }
        if (crop == 0) {
            return at;
        }
        if (at.size(2) < crop || at.size(3) < crop) {
            throw new IllegalArgumentException("a picture of " + at.size(3) + "x" + at.size(2) + " pixels, from which " + crop
                    + "x" + crop + " are to be cut (crop_size)");
        }
        return at.narrow(2, (at.size(2) - crop) / 2, crop).narrow(3, (at.size(3) - crop) / 2, crop);
    }

    private Tensor normalised(Tensor unit) {
        return unit.sub(colour(mean, unit)).div(colour(std, unit));
    }

    private static Tensor colour(List<Double> values, Tensor like) {
        double[] plain = values.stream().mapToDouble(Double::doubleValue).toArray();
        return Tensor.create(plain, 1, 3, 1, 1).to(like.device(), like.scalar_type());
    }
}
