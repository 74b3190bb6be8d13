package dev.goldpan.verify.net;

import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Weights;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A picture as tokens: a linear map of each patch (Dosovitskiy et al., 2021). */
record Patches(Conv2d map, Weights weights) {
    static Patches of(VisionConfig config, Weights weights) {
        return new Patches(new Conv2d(weights, 3, config.layers().width(), config.patch(), config.patch(), 0), weights);
    }

    static Patches withoutBias(VisionConfig config, Weights weights) {
        return new Patches(Conv2d.withoutBias(weights, 3, config.layers().width(), config.patch(), config.patch(), 0), weights);
    }

    /** @param pixels [b, 3, h, w] @return [b, h/patch * w/patch, width], row by row */
    Tensor forward(Tensor pixels) {
        Tensor at = pixels.to(weights.device().torch(), weights.precision().scalar());
        return map.forward(at).flatten(2, 3).transpose(1, 2);
    }

    /** {@code token} before the patches of every picture. @param token width values of any shape */
    static Tensor after(Tensor token, Tensor patches) {
        Tensor first = token.view(1, 1, patches.size(2)).expand(patches.size(0), 1, patches.size(2));
        return torch.cat(new TensorVector(first.to(patches.scalar_type()), patches), 1);
    }

    /** Refuses pictures of another size than the positions are for. */
    static void check(Tensor pixels, int side) {
        if (pixels.dim() != 4 || pixels.size(1) != 3 || pixels.size(2) != side || pixels.size(3) != side) {
            throw new IllegalArgumentException("this network sees pictures of [b, 3, " + side + ", " + side + "], found "
                    + Arrays.toString(pixels.sizes().vec().get()));
        }
    }
}
