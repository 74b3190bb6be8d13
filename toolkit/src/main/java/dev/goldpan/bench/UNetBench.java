package dev.goldpan.bench;

import dev.goldpan.denoise.UNet;
import dev.goldpan.denoise.UNetConfig;
import dev.goldpan.denoise.UNetCost;
import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Seconds of one forward pass of a UNet in the shape of Stable Diffusion 1.5 with random weights, and the rates of the two kernels
 * that bound it, measured in the same process: a large matrix product and the largest 3x3 convolution.
 */
public final class UNetBench implements AutoCloseable {
    static final UNetConfig SD15 = new UNetConfig(64, 4, 4, List.of(320, 640, 1280, 1280),
            List.of(true, true, true, false), true, List.of(false, true, true, true), 2, List.of(1, 1, 1, 1), List.of(8, 8, 8, 8),
            768, false, 32, 1e-5, true, 0, false, null);
    static final long TOKENS = 77;
    private static final long PRODUCT = 2048;
    private static final int TRIES = 7;

    private final Device device;
    private final Precision precision;
    private final UNet unet;
    private final Tensor x;
    private final Tensor t;
    private final Conditioning given;

    /**
     * Results of one process.
     *
     * @param seconds of each forward pass, in the order in which they ran; the warm-up is not among them
     * @param flops of one of them
     * @param productRate GFLOP/s of a 2048 matrix product, median
     * @param convolutionRate GFLOP/s of a 3x3 convolution of 320 channels on 64x64, batch 2, median
     */
    public record Result(List<Double> seconds, double flops, double productRate, double convolutionRate) {
        /** The middle one of the passes. */
        public double median() {
            return UNetBench.median(seconds);
        }
    }

    /** @param batch items per pass: 2 is one image with guidance @param side of the latent: 64 is 512 pixels */
    public UNetBench(Device device, Precision precision, int batch, int side) {
        Engine.start();
        this.device = device;
        this.precision = precision;
        torch.manual_seed(0);
        unet = new UNet(SD15, Weights.fresh(UNetBench::draw, device, precision, false));
        x = place(torch.randn(batch, 4, side, side));
        t = place(torch.full(new long[] {batch}, new Scalar(981.0), new TensorOptions(ScalarType.Float)));
        given = Conditioning.of(place(torch.randn(batch, TOKENS, SD15.crossAttentionDim())));
    }

    /** Warms up once, then measures {@code passes} forward passes between two measurements of the kernels. */
    public Result run(int passes) {
        forward();
        double product = product();
        double convolution = convolution();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < passes; i++) {
            seconds.add(forward());
        }
        double flops = x.size(0) * UNetCost.flops(SD15, x.size(2), x.size(3), TOKENS);
        return new Result(List.copyOf(seconds), flops, Math.max(product, product()), Math.max(convolution, convolution()));
    }

    private double forward() {
        return seconds(() -> unet.forward(x, t, given));
    }

    private double product() {
        try (Weights weights = Weights.fresh(UNetBench::draw, device, precision, false); Scope scope = Scope.open()) {
            Linear map = new Linear(weights, PRODUCT, PRODUCT);
            Tensor rows = torch.randn(PRODUCT, PRODUCT).to(device.torch(), precision.scalar());
            return rate(2.0 * PRODUCT * PRODUCT * PRODUCT, () -> map.forward(rows));
        }
    }

    private double convolution() {
        int channels = SD15.channels().get(0);
        try (Weights weights = Weights.fresh(UNetBench::draw, device, precision, false); Scope scope = Scope.open()) {
            Conv2d map = new Conv2d(weights, channels, channels, 3);
            Tensor image = torch.randn(2, channels, 64, 64).to(device.torch(), precision.scalar())
                    .contiguous(MemoryFormat.ChannelsLast);
            return rate(2.0 * 2 * 64 * 64 * 9 * channels * channels, () -> map.forward(image));
        }
    }

    private static double rate(double flops, Supplier<Tensor> work) {
        List<Double> tries = new ArrayList<>();
        seconds(work);
        for (int i = 0; i < TRIES; i++) {
            tries.add(seconds(work));
        }
        return flops / median(tries) / 1e9;
    }

    private static double seconds(Supplier<Tensor> work) {
        long begun = System.nanoTime();
        try (Scope scope = Scope.open()) {
            Tensor one = work.get();
            while (one.dim() > 0) {
                one = one.select(0, 0);
            }
            one.item_double(); // waits for a device that works on its own
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** The middle one. */
    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    static Tensor draw(String name, long... shape) {
        return torch.randn(shape, new TensorOptions(ScalarType.Float)).mul_(new Scalar(0.02));
    }

    private Tensor place(Tensor tensor) {
        return tensor.to(device.torch(), ScalarType.Float);
    }

    @Override
    public void close() {
        unet.close();
    }
}
