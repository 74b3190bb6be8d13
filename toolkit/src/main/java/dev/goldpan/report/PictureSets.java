package dev.goldpan.report;

import dev.goldpan.run.FeatureStore;
import dev.goldpan.verify.PictureFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures of sets of a sweep's pictures. A set of which one file was not kept is not measured: what is left would be another set.
 *
 * @param sets by name
 * @param drawn from banks that keep all: with those of them that are not of a set, its KID, precision and recall compare
 * @param store measures them; null where there is no network that does
 */
record PictureSets(Map<String, Kept> sets, Kept drawn, FeatureStore store) {
    /** Said where there is no network. */
    static final String UNKNOWN =
            "Not measured: there is no feature network (inception) for this model's pictures; name its folder with verifiers.";

    private static final int MOST_OTHERS = 1000;
    private static final List<String> OF_SETS = List.of("fid", "fid of infinity", "is", "diversity");
    private static final List<String> OF_PAIRS = List.of("kid", "precision", "recall");

    /** Files of a set, as far as they are there. */
    static final class Kept {
        private final List<Path> files = new ArrayList<>();
        private int asked;

        void add(Path file) {
            asked++;
            if (Files.exists(file)) {
                files.add(file);
            }
        }

        boolean isEmpty() {
            return asked == 0;
        }

        private boolean isWhole() {
            return files.size() == asked && asked >= PictureFeatures.FEWEST;
        }

        private String told() {
            return files.size() == asked ? String.valueOf(asked) : files.size() + " of " + asked + " kept";
        }
    }

    /** A row for each set. */
    Table table() {
        boolean compares = store != null && drawn.isWhole()
                && sets.values().stream().allMatch(kept -> drawn.asked >= kept.asked + PictureFeatures.FEWEST);
        List<String> header = new ArrayList<>(List.of("set", "pictures"));
        header.addAll(OF_SETS);
        header.addAll(OF_PAIRS);
        List<List<String>> rows = new ArrayList<>();
        sets.forEach((name, kept) -> {
            Map<String, Double> values = new HashMap<>();
            if (store != null && kept.isWhole()) {
                values.putAll(store.measure(kept.files, null));
                if (compares) { // its fid is to what was drawn, and another number
                    store.measure(kept.files, others(kept)).forEach(values::putIfAbsent);
                }
            }
            List<String> row = new ArrayList<>(List.of(name, kept.told()));
            header.subList(2, header.size()).forEach(measure -> row.add(values.containsKey(measure)
                    ? String.format(Locale.ROOT, "%.3f", values.get(measure)) : "–"));
            rows.add(row);
        });
        return new Table("Chosen and drawn pictures as sets", note(compares), header, rows);
    }

    private String note(boolean compares) {
        if (store == null) {
            return UNKNOWN;
        }
        return "By the features of the network inception. fid is the distance to the statistics beside it (the bundled ones are of rendered"
                + " scenes of all kinds, so part of it is what the prompts ask for); it is too large for few pictures, so compare rows of"
                + " equally many. kid, precision and recall are against "
                + (compares ? "the drawn pictures that are not of the set, " + MOST_OTHERS + " at most."
                        : "other pictures that were drawn, which takes a bank with 'images: all'.")
                + " A set is measured from " + PictureFeatures.FEWEST + " pictures on, and only whole.";
    }

    /** Drawn pictures that are not of {@code set}: at most {@value #MOST_OTHERS}, evenly spread. */
    private List<Path> others(Kept set) {
        Set<Path> own = new HashSet<>(set.files);
        List<Path> left = drawn.files.stream().filter(file -> !own.contains(file)).toList();
        int count = Math.min(MOST_OTHERS, left.size());
        return IntStream.range(0, count).mapToObj(i -> left.get((int) ((long) i * left.size() / count))).toList();
    }
}
