package dev.goldpan.verify;

import dev.goldpan.verify.net.Preprocessing;
import dev.goldpan.verify.net.Resampling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How published programs make a feature network's input of pictures of another size, and how many runs they take the inception score
 * over. Values of different conventions are not comparable.
 */
public enum FeatureConvention {
    /** As the network's preprocessor_config.json says; the inception score over the whole set. */
    OWN(null, 1, 0),
    /** pytorch-fid: bilinear with half-pixel centres, not antialiased, 2 x - 1. */
    PYTORCH_FID(FeatureConvention::halfPixels, 1, 127.5),
    /** torch-fidelity: bilinear as TensorFlow 1 does it, (x - 128) / 128; inception score over ten runs (here not shuffled). */
    TORCH_FIDELITY(FeatureConvention::corners, 10, 128),
    /** clean-fid: Pillow's bicubic in floating point, clipped, not rounded, (x - 128) / 128. */
    CLEAN_FID((x, side) -> clipped(Resampling.BICUBIC.smooth(x, side, side)), 1, 128),
    /** ADM's evaluator: the input of torch-fidelity; inception score over runs of 5,000, the last one of what is left. */
    ADM(FeatureConvention::corners, 0, 128);

    private static final int ADM_RUN = 5000;

    private final BiFunction<Tensor, Integer, Tensor> resize; // levels in fp64, side
    private final int splits; // 0 for runs of one length
    private final double middle; // of the levels, taken off them and what they are divided by then

    FeatureConvention(BiFunction<Tensor, Integer, Tensor> resize, int splits, double middle) {
        this.resize = resize;
        this.splits = splits;
        this.middle = middle;
    }

    /** The one that users call {@code name}. */
    public static FeatureConvention of(String name) {
        return Arrays.stream(values()).filter(one -> one.toString().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("--convention: '" + name + "' is not known; use one of " + names()));
    }

    /** As users write them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(FeatureConvention::toString).toList();
    }

    /**
     * Where the runs end that the inception score of {@code pictures} pictures is the mean over: equal ones of at least two pictures, but
     * ADM's of 5,000, the last one of what is left.
     */
    public long[] runs(long pictures) {
        if (splits == 0) {
            return LongStream.rangeClosed(1, (pictures + ADM_RUN - 1) / ADM_RUN).map(run -> Math.min(pictures, run * ADM_RUN)).toArray();
        }
        long count = Math.max(1, Math.min(splits, pictures / 2));
        return LongStream.rangeClosed(1, count).map(run -> run * pictures / count).toArray();
    }

    /**
     * A network's input.
     *
     * @param image [b, 3, h, w], [0, 1] @param own what the network's files say @param side of the input
     */
    Tensor input(Tensor image, Preprocessing own, int side) {
        if (resize == null) {
            return own.of(image);
        }
        Tensor levels = Preprocessing.levels(image);
        Tensor resized = levels.size(2) == side && levels.size(3) == side ? levels : resize.apply(levels, side);
        return resized.sub(new Scalar(middle)).div(new Scalar(middle)).to(ScalarType.Float);
    }

    private static Tensor clipped(Tensor levels) {
        return torch.clamp(levels, new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(255)));
    }

    private static Tensor halfPixels(Tensor x, int side) {
        return torch.upsample_bilinear2d(x, new long[] {side, side}, false, new DoubleOptional(), new DoubleOptional());
    }

    /** Place i comes from i in / out exactly: no half pixel, no antialiasing. */
    private static Tensor corners(Tensor x, int side) {
        return corners(corners(x, side, 2), side, 3);
    }

    private static Tensor corners(Tensor x, int side, int along) {
        int length = Math.toIntExact(x.size(along));
        long[] below = new long[side];
        long[] above = new long[side];
        double[] share = new double[side];
        for (int i = 0; i < side; i++) {
            double at = (double) i * length / side;
            below[i] = (long) at;
            above[i] = Math.min(below[i] + 1, length - 1);
            share[i] = at - below[i];
        }
        Tensor weight = along == 2 ? Tensor.create(share, 1, 1, side, 1) : Tensor.create(share, 1, 1, 1, side);
        Tensor low = x.index_select(along, Tensor.create(below, side));
        Tensor high = x.index_select(along, Tensor.create(above, side));
        return low.add(high.sub(low).mul(weight));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
