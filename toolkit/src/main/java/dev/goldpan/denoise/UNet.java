package dev.goldpan.denoise;

import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.Conv2d;
import dev.goldpan.nn.GroupNorm;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Network;
import dev.goldpan.tensor.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The UNet of Stable Diffusion 1.x, 2.x and XL (Rombach et al., 2022; Podell et al., 2023), laid out as diffusers'
 * UNet2DConditionModel.
 *
 * <p>Feature maps are kept in channels-last memory, where convolutions are fastest and a pixel is a row of the attention layers.
 * Calls from several threads may overlap. Differentiable in {@code x} and the conditioning.
 */
public final class UNet implements Network, AutoCloseable {
    private final UNetConfig config;
    private final Weights weights;
    private final Conv2d convIn;
    private final TimeEmbedding timeEmbedding;
    private final TimeEmbedding addEmbedding; // null where nothing is added
    private final List<UNetLevel> down = new ArrayList<>();
    private final UNetLevel mid;
    private final List<UNetLevel> up = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    /**
     * The network over the tensors at {@code weights}.
     *
     * @throws IllegalArgumentException for a tensor that is missing, has another shape, or is left over
     */
    public UNet(UNetConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        int first = config.channels().get(0);
        int last = config.levels() - 1;
        convIn = new Conv2d(weights.at("conv_in"), config.inChannels(), first, 3);
        timeEmbedding = new TimeEmbedding(weights.at("time_embedding"), first, config.timeWidth());
        addEmbedding = config.added() == null ? null
                : new TimeEmbedding(weights.at("add_embedding"), config.added().inputDim(), config.timeWidth());
        for (int level = 0; level <= last; level++) {
            down.add(UNetLevel.down(weights, config, level));
        }
        mid = UNetLevel.middle(weights, config);
        for (int step = 0; step <= last; step++) {
            up.add(UNetLevel.up(weights, config, step));
        }
        normOut = new GroupNorm(weights.at("conv_norm_out"), config.normGroups(), first, config.normEps());
        convOut = new Conv2d(weights.at("conv_out"), first, config.outChannels(), 3);
        weights.finish();
    }

    /** The shape of this network. */
    public UNetConfig config() {
        return config;
    }

    @Override
    public Tensor forward(Tensor x, Tensor t, Conditioning given) {
        return forward(x, t, given, AttentionTap.NONE);
    }

    /** A forward pass that records attention on the way; see {@link Network#forward}. */
    public Tensor forward(Tensor x, Tensor t, Conditioning given, AttentionTap tap) {
        try (Scope scope = Scope.open()) {
            ScalarType type = weights.precision().scalar();
            Tensor time = torch.silu(embed(t, given));
            Tensor context = given.context().to(type);
            Tensor h = convIn.forward(x.to(type).contiguous(MemoryFormat.ChannelsLast));
            Deque<Tensor> skips = new ArrayDeque<>();
            skips.push(h);
            for (UNetLevel level : down) {
                h = level.descend(h, time, context, tap, skips);
            }
            h = mid.through(h, time, context, tap);
            for (UNetLevel level : up) {
                h = level.ascend(h, time, context, tap, skips);
            }
            Tensor out = convOut.forward(torch.silu(normOut.forward(h)));
            return scope.keep(out.to(ScalarType.Float).contiguous());
        }
    }

    /**
     * Runs until {@code tap} has all it wants, and not further.
     *
     * @param tap made by {@link AttentionTap#endingAtLast} over {@link #sites}
     */
    public void attend(Tensor x, Tensor t, Conditioning given, AttentionTap tap) {
        try (Scope scope = Scope.open()) {
            forward(x, t, given, tap);
        } catch (AttentionTap.Complete done) {
            return;
        }
    }

    /** Every attention layer in the order in which it runs, for latents of this height and width. */
    public List<Site> sites(long height, long width) {
        List<Site> sites = new ArrayList<>();
        long h = height;
        long w = width;
        Deque<long[]> sizes = new ArrayDeque<>();
        for (UNetLevel level : down) {
            sizes.push(new long[] {h, w});
            level.sites(h, w, sites);
            if (level.descends()) {
                h = (h + 1) / 2;
                w = (w + 1) / 2;
            }
        }
        mid.sites(h, w, sites);
        for (UNetLevel level : up) {
            long[] size = sizes.pop();
            level.sites(size[0], size[1], sites);
        }
        return List.copyOf(sites);
    }

    private Tensor embed(Tensor t, Conditioning given) {
        Tensor sinusoids = TimeEmbedding.sinusoids(t, config.channels().get(0), config.cosFirst(), config.freqShift());
        Tensor time = timeEmbedding.forward(sinusoids); // [b, timeWidth]
        if (addEmbedding == null) {
            return time;
        }
        if (given.pooled() == null || given.sizes() == null) {
            throw new IllegalArgumentException("this model (SDXL) needs pooled text features and sizes beside the token features");
        }
        Tensor sizes = TimeEmbedding.sinusoids(given.sizes().flatten().to(ScalarType.Float), config.added().timeDim(),
                config.cosFirst(), config.freqShift()).reshape(given.batch(), -1);
        Tensor added = torch.cat(new TensorVector(given.pooled().to(ScalarType.Float), sizes), -1); // pooled comes first
        return time.add(addEmbedding.forward(added));
    }

    @Override
    public void close() {
        weights.close();
    }
}
