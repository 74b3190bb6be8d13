package dev.goldpan.guide;

import dev.goldpan.denoise.UNet;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Kind;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.SplitBatch;
import dev.goldpan.tensor.Scope;
import dev.goldpan.tensor.SideBySide;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Looks at the attention of one prompt on one network: conditional passes that end right after the last layer the losses read, which
 * for SD1.5 is half of a pass. Calls from several threads may overlap.
 */
public final class AttentionReader {
    private final UNet unet;
    private final Conditioning given;
    private final List<Site> sites;
    private final Predicate<Site> wanted;
    private final AtomicLong forwards = new AtomicLong();

    /**
     * @param given what the network is told, one row; belongs to the caller
     * @param height rows of the latents
     * @param width columns of the latents
     * @param grain which of its maps
     * @throws IllegalArgumentException for a network without cross-attention
     */
    public AttentionReader(UNet unet, Conditioning given, long height, long width, AttentionMaps.Grain grain) {
        this.unet = unet;
        this.given = given;
        this.sites = unet.sites(height, width);
        this.wanted = AttentionMaps.sites(sites, grain);
    }

    /**
     * The maps of each item, which carry gradients where {@code x} does.
     *
     * @param x latents, [b, c, h, w], in the coordinates of {@code at}
     * @param at how noisy they are
     */
    public List<AttentionMaps> read(Tensor x, Level at) {
        int count = (int) x.size(0);
        int parts = SplitBatch.parts(x);
        try (Scope scope = Scope.open()) {
            Tensor unit = x.mul(new Scalar(1 / at.norm()));
            List<Supplier<Tensor>> pieces = IntStream.range(0, parts).<Supplier<Tensor>>mapToObj(part -> {
                int first = count * part / parts;
                Tensor some = unit.narrow(0, first, count * (part + 1) / parts - first);
                return () -> joint(some, at);
            }).toList();
            Tensor joint = parts > 1 ? torch.cat(new TensorVector(SideBySide.run(pieces).toArray(Tensor[]::new)), 0) : pieces.get(0).get();
            forwards.addAndGet(count);
            long pixels = joint.size(1) * joint.size(2);
            List<AttentionMaps> maps = new ArrayList<>();
            for (int item = 0; item < count; item++) {
                Tensor one = joint.select(0, item);
                maps.add(new AttentionMaps(scope.keep(one.narrow(2, pixels, one.size(2) - pixels)), scope.keep(one.narrow(2, 0, pixels)),
                        null));
            }
            return maps;
        }
    }

    /** Self- and then cross-attention of each item, averaged: [b, h, w, h * w + tokens]. */
    private Tensor joint(Tensor unit, Level at) {
        AttentionTap tap = AttentionTap.endingAtLast(wanted, sites).averagingHeads();
        try (Scope scope = Scope.open()) {
            long count = unit.size(0);
            Tensor t = torch.full(new long[] {count}, new Scalar(at.time()), new TensorOptions(ScalarType.Float))
                    .to(unit.device(), ScalarType.Float);
            unet.attend(unit, t, given.spread(count), tap);
            return scope.keep(torch.cat(new TensorVector(AttentionMaps.average(tap.maps(), Kind.SELF),
                    AttentionMaps.average(tap.maps(), Kind.CROSS)), 3));
        } finally {
            tap.release();
        }
    }

    /** Rows of the maps. */
    public long height() {
        return sites.stream().filter(wanted).findFirst().orElseThrow().height();
    }

    /** Passes so far, one per item. */
    public long forwards() {
        return forwards.get();
    }
}
