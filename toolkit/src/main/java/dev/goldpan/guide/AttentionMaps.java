package dev.goldpan.guide;

import dev.goldpan.nn.AttentionTap.Kind;
import dev.goldpan.nn.AttentionTap.Site;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention of one picture at one resolution, averaged over layers and heads alike (Attend-and-Excite, section 3; all its
 * successors).
 *
 * @param cross [h, w, tokens], over tokens summing to 1
 * @param self [h, w, h * w], over pixels summing to 1
 * @param previous the maps one denoising step earlier, as constants; null if there are none
 */
public record AttentionMaps(Tensor cross, Tensor self, AttentionMaps previous) {
    static final String NO_CROSS = "this model has no cross-attention to its prompt, which attention losses read: use a UNet"
            + " such as SD1, SD2 or SDXL, or steer by a verifier of images";

    /** Checks that both maps are of one size. */
    public AttentionMaps {
        if (cross.dim() != 3 || self.dim() != 3 || self.size(0) != cross.size(0) || self.size(1) != cross.size(1)
                || self.size(2) != cross.size(0) * cross.size(1)) {
            throw new IllegalArgumentException("attention maps: cross must be [h, w, tokens] and self [h, w, h * w]");
        }
    }

    /** Which of the resolutions with cross-attention outside the middle of the network are read. */
    public enum Grain {
        /** The coarsest: 16x16 for SD1 at 512 pixels, 24x24 for SD2.1 at 768, 32x32 for SDXL at 1024. */
        COARSEST,
        /** The finest: 16x16 for the bundled models. */
        FINEST
    }

    /**
     * The layers that the losses read.
     *
     * @param all every attention layer of the network, at the resolution of the latents
     * @throws IllegalArgumentException if there is none
     */
    public static Predicate<Site> sites(List<Site> all, Grain grain) {
        Predicate<Site> outside = site -> !site.layer().startsWith("mid_block");
        Comparator<Site> bySize = Comparator.comparingLong(site -> site.height() * site.width());
        Site chosen = all.stream().filter(outside).filter(site -> site.kind() == Kind.CROSS)
                .min(grain == Grain.COARSEST ? bySize : bySize.reversed())
                .orElseThrow(() -> new IllegalArgumentException(NO_CROSS));
        return outside.and(site -> site.height() == chosen.height() && site.width() == chosen.width());
    }

    /**
     * Averages what a pass recorded.
     *
     * @param recorded [b, heads, queries, keys] by site, all of one resolution and one number of heads, with layers of both kinds
     * @return the maps of each picture of the batch
     * @throws IllegalArgumentException if a kind is missing or resolutions are mixed
     */
    public static List<AttentionMaps> of(Map<Site, Tensor> recorded) {
        Tensor cross = average(recorded, Kind.CROSS);
        Tensor self = average(recorded, Kind.SELF);
        return LongStream.range(0, cross.size(0)).mapToObj(item -> new AttentionMaps(cross.select(0, item), self.select(0, item), null))
                .toList();
    }

    /** [b, h, w, keys] */
    static Tensor average(Map<Site, Tensor> recorded, Kind kind) {
        TensorVector heads = new TensorVector();
        Site first = null;
        for (Map.Entry<Site, Tensor> entry : recorded.entrySet()) {
            Site site = entry.getKey();
            if (site.kind() == kind) {
                first = first == null ? site : first;
                if (site.height() != first.height() || site.width() != first.width()) {
                    throw new IllegalArgumentException("attention maps: " + first.layer() + " and " + site.layer()
                            + " differ in resolution; record one resolution");
                }
                heads.push_back(entry.getValue()); // [b, heads, queries, keys]
            }
        }
        if (first == null) {
            throw new IllegalArgumentException(kind == Kind.CROSS ? NO_CROSS : "no self-attention was recorded");
        }
        Tensor mean = torch.cat(heads, 1).mean(1L); // [b, queries, keys]
        return mean.view(mean.size(0), first.height(), first.width(), mean.size(2));
    }

    /** These maps, knowing those of the step before, which become constants. */
    public AttentionMaps after(AttentionMaps before) {
        return new AttentionMaps(cross, self, new AttentionMaps(before.cross.detach(), before.self.detach(), null));
    }

    /** Rows of the maps. */
    public long height() {
        return cross.size(0);
    }

    /** Columns of the maps. */
    public long width() {
        return cross.size(1);
    }
}
