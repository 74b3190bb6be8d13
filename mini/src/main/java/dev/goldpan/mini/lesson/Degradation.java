package dev.goldpan.mini.lesson;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures as bad ones come out of a denoiser: out of focus, in blocks, under grain and clouds, with another picture showing
 * through. Drawn from torch's own stream.
 */
public final class Degradation {
    private static final List<Integer> COARSE = List.of(64, 40, 24, 16); // pixels on a side of what is left
    private static final int KINDS = 4;

    private Degradation() {}

    /**
     * Strengths of a batch.
     *
     * @param clean share that stays as it is
     * @param most the largest
     * @return [b], [0, most], small ones more often
     */
    public static Tensor strengths(long count, double clean, double most) {
        TensorOptions fp32 = new TensorOptions(ScalarType.Float);
        Tensor drawn = torch.rand(new long[] {count}, fp32).square().mul(new Scalar(most));
        return torch.where(torch.rand(new long[] {count}, fp32).lt(new Scalar(clean)), torch.zeros_like(drawn), drawn);
    }

    /**
     * @param images [b, 3, side, side], [-1, 1]
     * @param strengths [b]: 0 leaves a picture as it is, 1 leaves little of it
     * @return the same shape and range
     */
    public static Tensor of(Tensor images, Tensor strengths) {
        Tensor strength = strengths.view(-1, 1, 1, 1);
        Tensor share = shares(images.size(0)).mul(strength); // [b, kinds, 1, 1, 1]
        Tensor at = images;
        at = mixed(at, blurred(images), kind(share, 0).mul(new Scalar(3)));
        at = mixed(at, blocks(images), kind(share, 1).mul(new Scalar(1.2)));
        at = at.add(grain(images, 128).mul(kind(share, 2).mul(new Scalar(0.8))));
        at = at.add(grain(images, 20).mul(kind(share, 2).mul(new Scalar(1.4))));
        at = mixed(at, images.roll(new long[] {1}, 0), kind(share, 3).mul(new Scalar(0.8)));
        return torch.clamp(at, new ScalarOptional(new Scalar(-1)), new ScalarOptional(new Scalar(1)));
    }

    /** How a picture's strength is shared among the kinds; most of it goes to one or two. @return [b, kinds, 1, 1] */
    private static Tensor shares(long count) {
        Tensor drawn = torch.rand(new long[] {count, KINDS}, new TensorOptions(ScalarType.Float)).pow(new Scalar(4));
        return drawn.div(drawn.sum(new long[] {1}, true, new ScalarTypeOptional())).view(count, KINDS, 1, 1);
    }

    private static Tensor kind(Tensor share, int which) {
        return share.narrow(1, which, 1);
    }

    private static Tensor mixed(Tensor from, Tensor to, Tensor weight) {
        return torch.lerp(from, to, torch.clamp(weight, new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(1))));
    }

    /** All pictures at one lower resolution. */
    private static Tensor blurred(Tensor images) {
        long side = images.size(2);
        int which = torch.randint(COARSE.size(), new long[] {1}, new TensorOptions(ScalarType.Long)).item_int();
        long left = COARSE.get(which) * side / 128;
        return torch.upsample_bilinear2d(torch.adaptive_avg_pool2d(images, left, left), new long[] {side, side}, false);
    }

    private static Tensor blocks(Tensor images) {
        long[] eight = {8, 8};
        Tensor means = torch.avg_pool2d(images, eight, eight, new long[] {0, 0}, false, true, new LongOptional());
        return torch.upsample_nearest2d(means, images.size(2), images.size(3));
    }

    /** Coloured noise of deviation 0.58, {@code side} independent values on a side. */
    private static Tensor grain(Tensor images, long side) {
        Tensor noise = torch.rand(new long[] {images.size(0), 3, side, side}, new TensorOptions(ScalarType.Float))
                .mul_(new Scalar(2)).sub_(new Scalar(1));
        return side == images.size(2) ? noise : torch.upsample_bilinear2d(noise, new long[] {images.size(2), images.size(3)}, false);
    }
}
