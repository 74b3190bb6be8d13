package dev.goldpan.guide;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Self-Cross guidance (arXiv 2411.18936): where one subject's pixels attend must not be where another subject is.
 *
 * <p>A subject's pixels are the foreground of its cross-attention (Otsu); their self-attention rows are averaged with that
 * attention as
 * weight, which is one matrix product. Beside it stands neglect as in InitNO, over the mean of the largest values.
 *
 * @param slice which columns share out a pixel's attention; the release has {@link Slice#INNER} for every model
 */
public record SelfCross(Form form, Slice slice) implements Optimisable {
    private static final long COARSE = 16;
    private static final double TINY = 1e-4;

    /** How the loss was published. */
    public enum Form {
        /** Code together with InitNO: smoothed maps, 16 largest values, with the term for attention outside a blob. */
        INITNO,
        /** Code together with CONFORM, past its first steps: no smoothing, 4 largest values, all words of different subjects. */
        CONFORM,
        /**
         * The paper's equations 5 to 8: both directions of a pair summed, every map normalised, the largest value alone, no
         * gate.
         */
        PAPER
    }

    /**
     * The parts of the loss, each a scalar.
     *
     * @param cross neglect of the worst subject, 0 to 1
     * @param selfCross overlap of self- and cross-attention of different subjects, 0 to 1 (0 to 2 in the paper's form), not gated
     * @param clean attention outside of the subjects' own blobs; 0 but for {@link Form#INITNO}
     */
    public record Terms(Tensor cross, Tensor selfCross, Tensor clean) {}

    @Override
    public String name() {
        return "self-cross";
    }

    @Override
    public String version() {
        return form == Form.PAPER ? Variant.PAPER + " " + slice : Variant.CODE + " " + slice + " score";
    }

    @Override
    public void check(TokenGroups groups) {
        groups.requireSeveral(name());
    }

    @Override
    public Tensor value(AttentionMaps maps, TokenGroups groups) {
        return joint(terms(maps, groups));
    }

    /** As the release compares noises: neglect and gated overlap, without InitNO's penalty where the overlap was not looked at. */
    @Override
    public NoiseOptimizer.Evaluation evaluate(AttentionMaps maps, TokenGroups groups) {
        Terms terms = terms(maps, groups);
        double cross = terms.cross.item_double();
        double overlap = form != Form.PAPER && cross > InitNo.GATE ? 0 : terms.selfCross.item_double();
        return new NoiseOptimizer.Evaluation(joint(terms), cross + overlap,
                cross < InitNo.MOST_NEGLECT && overlap < InitNo.MOST_CONFLICT);
    }

    private Tensor joint(Terms terms) {
        boolean gated = form != Form.PAPER && terms.cross.item_double() > InitNo.GATE;
        Tensor joint = terms.cross.add(terms.clean);
        return gated ? joint : joint.add(terms.selfCross);
    }

    /** Each part alone. */
    public Terms terms(AttentionMaps maps, TokenGroups groups) {
        check(groups);
        List<TokenGroups.Word> chosen = form == Form.CONFORM ? groups.described() : groups.nouns();
        List<Integer> owners = form == Form.CONFORM ? groups.owners() : groups.nounOwners();
        Tensor words = WordMaps.sharp(maps.cross(), chosen, slice, groups);
        if (form != Form.CONFORM) {
            words = Smoothing.apply(words);
        }
        Tensor cross = WordMaps.neglect(words, Math.min(top(), words.size(1) * words.size(2)));
        Tensor clean = form == Form.INITNO ? InitNo.clean(words) : cross.mul(new Scalar(0.0));
        return new Terms(cross, conflict(maps, words, owners), clean);
    }

    private long top() {
        return switch (form) {
            case INITNO -> 16;
            case CONFORM -> 4;
            case PAPER -> 1;
        };
    }

    private Tensor conflict(AttentionMaps maps, Tensor words, List<Integer> owners) {
        List<Tensor> seen = WordMaps.each(aggregated(maps, words));
        List<Tensor> placed = new ArrayList<>();
        // The code compares a map that sums to 1 with one that does not, unless the maps are finer than 16x16.
        boolean normalised = form == Form.PAPER || words.size(1) > COARSE;
        for (Tensor map : WordMaps.each(words)) {
            placed.add(normalised ? map.div(map.sum().add(new Scalar(form == Form.CONFORM ? TINY : 0.0))) : map);
        }
        Tensor sum = null;
        int pairs = 0;
        for (int i = 0; i < seen.size(); i++) {
            for (int j = 0; j < seen.size(); j++) {
                if (!owners.get(i).equals(owners.get(j))) {
                    Tensor overlap = torch.minimum(seen.get(j), placed.get(i)).sum();
                    sum = sum == null ? overlap : sum.add(overlap);
                    pairs++;
                }
            }
        }
        return sum.mul(new Scalar((form == Form.PAPER ? 2.0 : 1.0) / pairs));
    }

    /** Self-attention of each word's foreground, weighted by the word's attention: [k, h, w], each summing to 1. */
    private Tensor aggregated(AttentionMaps maps, Tensor words) {
        TensorVector masks = new TensorVector();
        WordMaps.each(words).forEach(map -> masks.push_back(Otsu.mask(map)));
        Tensor weights = words.mul(torch.stack(masks, 0)).flatten(1, 2); // [k, h * w]
        Tensor sums = torch.matmul(weights, maps.self().flatten(0, 1)).view(-1, maps.height(), maps.width());
        // Smoothing is linear, so that of the sum is the sum of the code's smoothed rows.
        Tensor smooth = form == Form.INITNO ? Smoothing.apply(sums) : sums;
        Tensor shares = smooth.div(smooth.sum(new long[] {1, 2}, true, new ScalarTypeOptional()));
        return form == Form.CONFORM ? shares.div(new Scalar(1 + TINY)) : shares; // that code normalises twice
    }
}
