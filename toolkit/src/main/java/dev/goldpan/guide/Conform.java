package dev.goldpan.guide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * CONFORM (arXiv 2312.06059): words of one subject, and the same word one step earlier, look at the same place; words of different
 * subjects do not. NT-Xent over cosine similarities of the words' raw maps, temperature 0.5, other positives left out of the
 * denominator.
 *
 * @param fallback what stands in where NT-Xent has no positive pair: one-word subjects and no earlier step, as at the first timestep
 * @param smooth whether maps are smoothed first, as the release does
 */
public record Conform(Fallback fallback, boolean smooth) implements AttentionLoss {
    private static final double TEMPERATURE = 0.5;

    /** The loss of maps without a positive pair. */
    public enum Fallback {
        /**
         * The release's own contrastive option: the mean of the positive cosines between words of different subjects. The default
         * where noises are ranked, since with it one forward pass does that.
         */
        SIMILARITY,
        /** NT-Xent with the word before each subject, in the prompt sets its article, as the subject's second word. */
        ARTICLE,
        /** Exactly 0 for every noise, which is what NT-Xent itself gives; ranks nothing. The default where latents are guided. */
        ZERO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Pair(int first, int second) {}

    @Override
    public String name() {
        return "conform";
    }

    /** The fallback, where it is not the usual one. */
    @Override
    public String version() {
        return fallback == Fallback.SIMILARITY ? "" : fallback.toString();
    }

    @Override
    public void check(TokenGroups groups) {
        groups.requireSeveral(name());
        if (fallback == Fallback.ARTICLE && areLone(groups) && articles(groups).isEmpty()) {
            throw new IllegalArgumentException("--fallback: no subject of this prompt has a word before it; use similarity");
        }
    }

    /** Whether every subject is one token, so that there is no positive pair at the first timestep. */
    static boolean areLone(TokenGroups groups) {
        return groups.columns().size() == groups.subjects().size();
    }

    /** The column before each subject, by the subject's number, where it is of the prompt and of no subject. */
    private static Map<Integer, Integer> articles(TokenGroups groups) {
        Map<Integer, Integer> articles = new LinkedHashMap<>();
        for (int i = 0; i < groups.subjects().size(); i++) {
            int before = groups.subjects().get(i).all().get(0).columns().get(0) - 1;
            if (before > 0 && !groups.columns().contains(before)) {
                articles.put(i, before);
            }
        }
        return articles;
    }

    @Override
    public Tensor value(AttentionMaps maps, TokenGroups groups) {
        check(groups);
        List<Integer> columns = new ArrayList<>(groups.columns());
        List<Integer> classes = new ArrayList<>(groups.columnOwners());
        if (fallback == Fallback.ARTICLE && maps.previous() == null && areLone(groups)) {
            articles(groups).forEach((subject, column) -> {
                columns.add(column);
                classes.add(subject);
            });
        }
        Tensor embeddings = embed(maps, columns);
        if (maps.previous() != null) {
            embeddings = torch.cat(new TensorVector(embeddings, embed(maps.previous(), columns)), 0);
            classes.addAll(groups.columnOwners());
        }
        Tensor cosines = torch.matmul(embeddings, embeddings.t()); // [n, n]
        if (pairs(classes, true).isEmpty()) {
            return fallback == Fallback.SIMILARITY ? similarity(cosines, classes) : cosines.sum().mul(new Scalar(0.0));
        }
        return ntXent(cosines, classes);
    }

    private Tensor embed(AttentionMaps maps, List<Integer> columns) {
        Tensor words = WordMaps.raw(maps.cross(), columns); // [n, h, w]
        Tensor flat = (smooth ? Smoothing.apply(words) : words).flatten(1, 2);
        // As clamped after the root, but a map of zeros, which the root has no slope at, gets a gradient of 0.
        return flat.div(flat.square().sum(new long[] {1}, true, new ScalarTypeOptional()).clamp_min(new Scalar(1e-24)).sqrt());
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
