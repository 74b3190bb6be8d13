package dev.goldpan.vae;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Runs a batch through one half of an autoencoder in groups small enough that memory does not grow with the batch.
 *
 * @param device where the half is
 * @param precision what it computes in
 */
record Groups(Device device, Precision precision) {
    private static final long PIXELS = 512 * 512; // at the resolution of the finest convolution

    /**
     * @param x [b, c, h, w] anywhere in any precision
     * @param pixels of the finest convolution for one image
     * @return what {@code half} makes of {@code x}, fp32
     */
    Tensor run(Tensor x, long pixels, Layer half) {
        long most = Math.max(1, PIXELS / Math.max(1, pixels));
        long batch = x.size(0);
        try (Scope scope = Scope.open()) {
            Tensor placed = x.to(device.torch(), precision.scalar());
            if (batch <= most) {
                return scope.keep(single(placed, half));
            }
            TensorVector results = new TensorVector();
            for (long start = 0; start < batch; start += most) {
                try (Scope group = Scope.open()) {
                    results.push_back(single(placed.narrow(0, start, Math.min(most, batch - start)), half));
                }
            }
            return scope.keep(torch.cat(results, 0));
        }
    }

    private Tensor single(Tensor x, Layer half) {
        // channels-last is where convolutions are fastest on a processor, and makes pixels the rows of the attention
        Tensor laidOut = device.kind() == Device.Kind.CPU ? x.contiguous(MemoryFormat.ChannelsLast) : x;
        return half.forward(laidOut).to(ScalarType.Float).contiguous();
    }

    /** Fails unless {@code x} is a batch of feature maps with {@code channels} channels. */
    static void check(Tensor x, long channels, String what) {
        if (x.dim() != 4 || x.size(1) != channels) {
            throw new IllegalArgumentException(what + ": expected [b, " + channels + ", h, w], found "
                    + Arrays.toString(x.sizes().vec().get()));
        }
    }

    /** Fails unless height and width of {@code image} are multiples of {@code factor}. */
    static void checkSize(Tensor image, int factor) {
        if (image.size(2) % factor != 0 || image.size(3) % factor != 0) {
            throw new IllegalArgumentException("image of " + image.size(3) + "x" + image.size(2)
                    + ": width and height must be multiples of " + factor);
        }
    }
}
