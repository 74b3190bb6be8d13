package dev.goldpan.guide;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * InitNO (arXiv 2404.04650): the most neglected subject, and subjects whose places attend to the same pixels.
 *
 * <p>The code adds to the paper a term for attention away from a subject's own blob, and counts the conflict only once no
 * subject is
 * neglected by more than 0.5.
 *
 * @param slice which columns share out a pixel's attention; the release has {@link Slice#INNER} for every model
 */
public record InitNo(Variant variant, Slice slice) implements Optimisable {
    static final double GATE = 0.5;
    static final double MOST_NEGLECT = 0.2;
    static final double MOST_CONFLICT = 0.3;
    private static final double NOTHING = 1e-6;

    /**
     * The parts of the loss, each a scalar.
     *
     * @param cross neglect of the worst subject, 0 to 1
     * @param conflict overlap of the subjects' self-attention, 0 to 0.5, not gated
     * @param clean attention outside of the subjects' own blobs, summed over subjects; code only
     */
    public record Terms(Tensor cross, Tensor conflict, Tensor clean) {}

    @Override
    public String name() {
        return "initno";
    }

    @Override
    public String version() {
        return variant + " " + slice + (variant == Variant.CODE ? " score" : "");
    }

    @Override
    public void check(TokenGroups groups) {
        groups.requireSeveral(name());
    }

    @Override
    public Tensor value(AttentionMaps maps, TokenGroups groups) {
        return joint(terms(maps, groups));
    }

    private Tensor joint(Terms terms) {
        if (variant == Variant.PAPER) {
            return terms.cross.add(terms.conflict);
        }
        Tensor joint = terms.cross.add(terms.clean);
        return terms.cross.item_double() > GATE ? joint : joint.add(terms.conflict);
    }

    /** As the release compares noises: neglect and gated conflict, and one more where the conflict was not looked at. */
    @Override
    public NoiseOptimizer.Evaluation evaluate(AttentionMaps maps, TokenGroups groups) {
        Terms terms = terms(maps, groups);
        double cross = terms.cross.item_double();
        double conflict = variant == Variant.CODE && cross > GATE ? 0 : terms.conflict.item_double();
        double unseen = variant == Variant.CODE && conflict <= NOTHING ? 1 : 0;
        return new NoiseOptimizer.Evaluation(joint(terms), cross + conflict + unseen, cross < MOST_NEGLECT && conflict < MOST_CONFLICT);
    }

    /** Each part alone, as the success test and the guidance steps want them. */
    public Terms terms(AttentionMaps maps, TokenGroups groups) {
        check(groups);
        Tensor words = words(maps, groups, slice);
        return new Terms(WordMaps.neglect(words, 1), conflict(maps, words), clean(words));
    }

    /**
     * How far the subjects' maps are from a running mean, summed over subjects; code only, and only while guiding.
     *
     * @param mean running mean of {@link #sharpened}, a constant
     */
    public static Tensor alignment(AttentionMaps maps, Tensor mean, TokenGroups groups, Slice slice) {
        Tensor difference = words(maps, groups, slice).sub(Smoothing.apply(mean)).abs();
        return difference.mean(1, 2).sum();
    }

    /** The subjects' maps [k, h, w] before smoothing, as constants: what {@link #alignment} keeps a running mean of. */
    public static Tensor sharpened(AttentionMaps maps, TokenGroups groups, Slice slice) {
        return WordMaps.sharp(maps.cross(), groups.nouns(), slice, groups).detach();
    }

    private static Tensor words(AttentionMaps maps, TokenGroups groups, Slice slice) {
        return Smoothing.apply(WordMaps.sharp(maps.cross(), groups.nouns(), slice, groups));
    }

    private static Tensor conflict(AttentionMaps maps, Tensor words) {
        Tensor peaks = words.detach().flatten(1, 2).argmax(new LongOptional(1), false); // [k]
        Tensor rows = maps.self().flatten(0, 1).index_select(0, peaks); // [k, h * w]
        return overlap(Smoothing.apply(rows.view(-1, maps.height(), maps.width())));
    }

    /** Mean over pairs of the share that two maps of [k, h, w] have in common: 0.5 if equal, 0 if disjoint. */
    static Tensor overlap(Tensor maps) {
        List<Tensor> each = WordMaps.each(maps);
        Tensor sum = null;
        int pairs = 0;
        for (int i = 0; i < each.size(); i++) {
            for (int j = i + 1; j < each.size(); j++) {
                Tensor common = torch.minimum(each.get(i), each.get(j)).sum();
                Tensor share = common.div(each.get(i).add(each.get(j)).sum().add(new Scalar(1e-6)));
                sum = sum == null ? share : sum.add(share);
                pairs++;
            }
        }
        return sum.div(new Scalar((double) pairs));
    }

    /** The largest attention outside a subject's blob where that exceeds the smallest inside, summed over subjects. */
    static Tensor clean(Tensor words) {
        Tensor sum = words.sum().mul(new Scalar(0.0));
        for (Tensor map : WordMaps.each(words)) {
            Tensor mask = Otsu.peakMask(map);
            Tensor outside = torch.ones_like(mask).sub(mask);
            Tensor background = map.mul(outside).max();
            if (background.item_double() > map.mul(mask).add(outside).min().item_double()) {
                sum = sum.add(background);
            }
        }
        return sum;
    }
}
