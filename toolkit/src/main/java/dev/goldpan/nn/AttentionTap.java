package dev.goldpan.nn;

import dev.goldpan.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Records attention probabilities of chosen layers during one forward pass; differentiable, and free where nothing is recorded.
 *
 * <p>Recorded maps are fp32 whatever the network computes in, so that losses over them survive half precision.
 * A tap serves one forward pass on one thread.
 */
public final class AttentionTap {
    /** A tap that records nothing. */
    public static final AttentionTap NONE = new AttentionTap(site -> false, List.of());

    /** Which kind of keys a layer attends to. */
    public enum Kind {
        /** The image's own tokens (diffusers: attn1). */
        SELF,
        /** The prompt's tokens (diffusers: attn2). */
        CROSS
    }

    /**
     * One attention layer at the resolution of one forward pass.
     *
     * @param layer path in the checkpoint, e.g. {@code up_blocks.1.attentions.0.transformer_blocks.0.attn2}
     * @param height rows of the query grid
     * @param width columns of the query grid
     */
    public record Site(String layer, Kind kind, long height, long width) {}

    /** Ends a forward pass whose last wanted map is recorded. Control flow, not a failure: no stack trace. */
    public static final class Complete extends RuntimeException {
        private static final Complete SIGNAL = new Complete();

        private Complete() {
            super("every wanted attention map is recorded", null, false, false);
        }
    }

    private final Predicate<Site> wanted;
    private final Site last;
    private final boolean averages;
    private final Map<Site, Tensor> maps = new LinkedHashMap<>();

    private AttentionTap(Predicate<Site> wanted, Site last, boolean averages) {
        this.wanted = wanted;
        this.last = last;
        this.averages = averages;
    }

    private AttentionTap(Predicate<Site> wanted, List<Site> sites) {
        this(wanted, sites.stream().filter(wanted).reduce((first, second) -> second).orElse(null), false);
    }

    /** The same, keeping of each layer the mean of its heads alone: SDXL's maps of one picture would take 4 GB. */
    public AttentionTap averagingHeads() {
        return new AttentionTap(wanted, last, true);
    }

    /** Records the wanted layers of a whole forward pass. */
    public static AttentionTap recording(Predicate<Site> wanted) {
        return new AttentionTap(wanted, List.of());
    }

    /**
     * Records the wanted layers and ends the pass right after the last of them.
     *
     * @param sites all layers of the network, in the order in which they run
     * @throws IllegalArgumentException if none of them is wanted
     */
    public static AttentionTap endingAtLast(Predicate<Site> wanted, List<Site> sites) {
        AttentionTap tap = new AttentionTap(wanted, sites);
        if (tap.last == null) {
            throw new IllegalArgumentException("none of the " + sites.size() + " attention layers of this model is wanted");
        }
        return tap;
    }

    /** Whether the probabilities at {@code site} are to be recorded. */
    public boolean wants(Site site) {
        return wanted.test(site);
    }

    /**
     * Takes the probabilities of one layer.
     *
     * @param probabilities [b, heads, queries, keys], fp32, rows sum to 1
     * @throws Complete if this was the last one and the pass is to end there
     */
    public void record(Site site, Tensor probabilities) {
        maps.put(site, Scope.detach(averages ? probabilities.mean(new long[] {1}, true, new ScalarTypeOptional()) : probabilities));
        if (site.equals(last)) {
            throw Complete.SIGNAL;
        }
    }

    /** What was recorded, [b, heads, queries, keys] or one mean head, in the order of the pass; lives until {@link #release()}. */
    public Map<Site, Tensor> maps() {
        return maps;
    }

    /** Releases the recorded maps. */
    public void release() {
        maps.values().forEach(Tensor::close);
        maps.clear();
    }
}
