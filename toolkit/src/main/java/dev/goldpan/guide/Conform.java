package dev.goldpan.guide;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * CONFORM (arXiv 2312.06059): words of one subject, and the same word one step earlier, look at the same place; words of
 * different
 * subjects do not. NT-Xent over cosine similarities of the words' raw maps, temperature 0.5, other positives left out of the
 * denominator.
 *
 * @param fallback what stands in where NT-Xent has no positive pair: one-word subjects and no earlier step, as at the first
 * timestep
 * @param smooth whether maps are smoothed first, as the release does
 */
public record Conform(Fallback fallback, boolean smooth) implements AttentionLoss {
    private static final double TEMPERATURE = 0.5;

    /** The loss of maps without a positive pair. */
    public enum Fallback {
        /**
         * The release's own contrastive option: the mean of the positive cosines between words of different subjects. The
         * default,
         * since with it one forward pass ranks noises.
         */
        SIMILARITY,
        /** Exactly 0 for every noise, which is what NT-Xent itself gives; ranks nothing. */
        ZERO
    }

    private record Pair(int first, int second) {}

    @Override
    public String name() {
        return "conform";
    }

    @Override
    public void check(TokenGroups groups) {
        groups.requireSeveral(name());
    }

    @Override
    public Tensor value(AttentionMaps maps, TokenGroups groups) {
        check(groups);
        List<Integer> classes = new ArrayList<>(groups.columnOwners());
        Tensor embeddings = embed(maps, groups);
        if (maps.previous() != null) {
            embeddings = torch.cat(new TensorVector(embeddings, embed(maps.previous(), groups)), 0);
            classes.addAll(groups.columnOwners());
        }
        Tensor cosines = torch.matmul(embeddings, embeddings.t()); // [n, n]
        if (pairs(classes, true).isEmpty()) {
            return fallback == Fallback.ZERO ? cosines.sum().mul(new Scalar(0.0)) : similarity(cosines, classes);
        }
        return ntXent(cosines, classes);
    }

    private Tensor embed(AttentionMaps maps, TokenGroups groups) {
        Tensor words = WordMaps.raw(maps.cross(), groups.columns()); // [n, h, w]
        Tensor flat = (smooth ? Smoothing.apply(words) : words).flatten(1, 2);
        return flat.div(flat.square().sum(new long[] {1}, true, new ScalarTypeOptional()).sqrt()
                .clamp_min(new Scalar(1e-12)));
    }

    /** Mean over all ordered positive pairs of -log of the positive's share among itself and the anchor's negatives. */
    static Tensor ntXent(Tensor cosines, List<Integer> classes) {
        Tensor logits = cosines.div(new Scalar(TEMPERATURE));
        List<Pair> positives = pairs(classes, true);
        Tensor sum = null;
        for (Pair pair : positives) {
            TensorVector rivals = new TensorVector(logits.select(0, pair.first).select(0, pair.second));
            for (int n = 0; n < classes.size(); n++) {
                if (!classes.get(n).equals(classes.get(pair.first))) {
                    rivals.push_back(logits.select(0, pair.first).select(0, n));
                }
            }
            Tensor term = torch.log_softmax(torch.stack(rivals, 0), 0).select(0, 0).neg();
            sum = sum == null ? term : sum.add(term);
        }
        return sum.div(new Scalar((double) positives.size()));
    }

    private static Tensor similarity(Tensor cosines, List<Integer> classes) {
        Tensor sum = cosines.sum().mul(new Scalar(0.0));
        int counted = 0;
        for (Pair pair : pairs(classes, false)) {
            Tensor cosine = cosines.select(0, pair.first).select(0, pair.second);
            if (cosine.item_double() > 0) {
                sum = sum.add(cosine);
                counted++;
            }
        }
        return sum.div(new Scalar((double) Math.max(1, counted)));
    }

    private static List<Pair> pairs(List<Integer> classes, boolean positive) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            for (int j = 0; j < classes.size(); j++) {
                if (i != j && classes.get(i).equals(classes.get(j)) == positive) {
                    pairs.add(new Pair(i, j));
                }
            }
        }
        return pairs;
    }
}
