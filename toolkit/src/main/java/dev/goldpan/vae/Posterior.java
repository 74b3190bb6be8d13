package dev.goldpan.vae;

import dev.goldpan.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What an encoder knows of an image: a Gaussian over raw latents, independent in every element.
 *
 * @param mean [b, c, h, w], fp32; also the mode
 * @param logvar logarithm of the variance, [b, c, h, w], fp32, [-30, 20]
 */
public record Posterior(Tensor mean, Tensor logvar) {
    private static final double LEAST_LOGVAR = -30;
    private static final double MOST_LOGVAR = 20;

    /** @param moments means, then logarithms of variances, [b, 2 c, h, w] */
    static Posterior of(Tensor moments) {
        long channels = moments.size(1) / 2;
        Tensor logvar = torch.clamp(moments.narrow(1, channels, channels), new ScalarOptional(new Scalar(LEAST_LOGVAR)),
                new ScalarOptional(new Scalar(MOST_LOGVAR)));
        return new Posterior(moments.narrow(1, 0, channels), logvar);
    }

    /**
     * The draw that {@code noise} makes: mean + exp(logvar / 2) * noise.
     *
     * @param noise standard normal, [b, c, h, w], fp32
     */
    public Tensor sample(Tensor noise) {
        try (Scope scope = Scope.open()) {
            return scope.keep(mean.add(torch.exp(logvar.mul(new Scalar(0.5))).mul(noise)));
        }
    }
}
