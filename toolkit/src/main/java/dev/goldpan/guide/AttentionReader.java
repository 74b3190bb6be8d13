package dev.goldpan.guide;

import dev.goldpan.denoise.UNet;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Level;
import dev.goldpan.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
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
     * @throws IllegalArgumentException for a network without cross-attention
     */
    public AttentionReader(UNet unet, Conditioning given, long height, long width) {
        this.unet = unet;
        this.given = given;
        this.sites = unet.sites(height, width);
        this.wanted = AttentionMaps.sites(sites);
    }

    /**
     * The maps of each item, which carry gradients where {@code x} does.
     *
     * @param x latents, [b, c, h, w], in the coordinates of {@code at}
     * @param at how noisy they are
     */
    public List<AttentionMaps> read(Tensor x, Level at) {
        long count = x.size(0);
        AttentionTap tap = AttentionTap.endingAtLast(wanted, sites);
        try (Scope scope = Scope.open()) {
            Tensor unit = x.mul(new Scalar(1 / at.norm()));
            Tensor t = torch.full(new long[] {count}, new Scalar(at.time()), new TensorOptions(ScalarType.Float))
                    .to(x.device(), ScalarType.Float);
            unet.attend(unit, t, given.spread(count), tap);
            forwards.addAndGet(count);
            List<AttentionMaps> maps = new ArrayList<>();
            for (long item = 0; item < count; item++) {
                AttentionMaps one = AttentionMaps.of(tap.maps(), item);
                scope.keep(one.cross());
                scope.keep(one.self());
                maps.add(one);
            }
            return maps;
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
