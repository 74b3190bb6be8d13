package dev.goldpan.run;

import dev.goldpan.judge.Benchmark;
import dev.goldpan.judge.Detector;
import dev.goldpan.judge.Judge;
import dev.goldpan.judge.JudgeEye;
import dev.goldpan.model.Bundled;
import dev.goldpan.stats.Bootstrap;
import dev.goldpan.stats.Interval;
import dev.goldpan.stats.WinRate;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.FeatureConvention;
import dev.goldpan.verify.Llm;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.PictureFeatures;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import dev.goldpan.verify.Verifiers;
import dev.goldpan.world.Caption;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Vocabulary;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What finished pictures are worth, as sets and one by one.
 *
 * @param verifiers folder of the networks, {@code inception} among them; null for the bundled ones
 * @param convention of the features' input
 * @param patience how long a program or a language model may take over one answer
 */
public record PictureMetrics(Path verifiers, FeatureConvention convention, Duration patience) {
    private static final int GROUP = 16;
    private static final long SEED = 0; // of the resamples
    private static final int SIDE = 128; // of the pictures that the bundled networks know

    /** Measures of a set: values by name. @param features there are @param hash of network and convention */
    public record OfSet(int features, String hash, Map<String, Double> values) {}

    /**
     * Scores of single pictures by one verifier, or by one question of a rubric.
     *
     * @param made mean over the pictures, with its interval
     * @param reference the same of the reference; null where there is none
     * @param wins how often a picture beats the reference's of the same file name; null where no names are the same
     * @param pairs of the same name
     * @param failed pictures without a score, in both
     */
    public record OfPictures(String name, Interval made, Interval reference, Interval wins, int pairs, int failed) {}

    private Path networks() {
        return verifiers != null ? verifiers : Bundled.isThere() ? Bundled.verifiers() : Path.of("verifiers");
    }

    /** A store for the features of many files. The caller closes it. */
    public FeatureStore store() {
        return new FeatureStore(networks(), convention);
    }

    /** What {@code set} holds that the bundled networks never saw, where it is they that are asked; empty where that is nothing. */
    public Optional<String> strange(PictureSet set) {
        long strange = verifiers != null ? 0 : IntStream.range(0, set.names().size()).filter(i -> isStrange(set, i)).count();
        return strange == 0 ? Optional.empty() : Optional.of(strange + " of " + set.names().size() + " pictures"
                + (set.folder() == null ? "" : " in " + set.folder()) + " are not of " + SIDE + "x" + SIDE + " pixels or have words in their"
                + " prompts that the bundled networks do not know: their numbers say little of these; give networks of your own with"
                + " --verifiers DIR");
    }

    private static boolean isStrange(PictureSet set, int at) {
        BufferedImage picture = set.pictures().get(at);
        Prompt prompt = set.prompts().get(at);
        return picture.getWidth() != SIDE || picture.getHeight() != SIDE
                || prompt != null && !Vocabulary.unknown(prompt.text()).isEmpty();
    }

    /** Measures {@code made} as a set. @param reference or null */
    public OfSet set(PictureSet made, PictureSet reference) {
        try (PictureFeatures features = PictureFeatures.open(networks().resolve("inception"), convention)) {
            return new OfSet(features.width(), features.hash(), features.measure(made.pictures(),
                    reference == null ? null : reference.pictures()));
        }
    }

    /** Scores every picture by {@code name}. @param reference or null */
    public List<OfPictures> pictures(String name, PictureSet made, PictureSet reference) {
        try (Verifier verifier = new Verifiers(networks(), Device.CPU, Precision.FP32, patience).open(name)) {
            if (verifier.info().scope() != VerifierInfo.Scope.POINT
                    || !List.of(Need.IMAGE, Need.PROMPT).containsAll(verifier.info().needs())) {
                throw new IllegalArgumentException("--verifier: '" + name + "' does not score finished pictures one by one");
            }
            Map<String, double[]> scores = scores(verifier, made);
            Map<String, double[]> others = reference == null ? Map.of() : scores(verifier, reference);
            List<OfPictures> all = new ArrayList<>();
            scores.forEach((part, values) -> all.add(compared(part, made, values, reference, others.get(part))));
            return all;
        }
    }

    /**
     * Marks by a benchmark of text-to-image models, by category, and the mean of the categories; the bundled judge looks.
     *
     * @param name {@code geneval} or {@code t2i-compbench}
     * @throws IllegalArgumentException if no picture's prompt belongs to it, saying why the first does not
     */
    public static List<OfPictures> benchmark(String name, PictureSet made) {
        Benchmark benchmark = Benchmark.of(name);
        Map<String, List<Double>> marks = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        try (Judge judge = Judge.open(Bundled.judge(), Device.CPU)) {
            JudgeEye eye = new JudgeEye(judge);
            List<List<Detector.Thing>> seen = eye.look(made.pictures());
            for (int i = 0; i < seen.size(); i++) {
                try {
                    SceneSpec asked = Caption.parse(made.prompts().get(i) == null ? "" : made.prompts().get(i).text());
                    marks.computeIfAbsent(benchmark.category(asked), any -> new ArrayList<>())
                            .add(benchmark.mark(asked, made.pictures().get(i), seen.get(i), eye));
                } catch (IllegalArgumentException notOfIt) {
                    refused.add(made.names().get(i) + ": its prompt: " + notOfIt.getMessage());
                }
            }
        }
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("--benchmark: " + refused.get(0));
        }
        List<OfPictures> all = new ArrayList<>();
        marks.forEach((category, values) -> all.add(new OfPictures(name + " " + category + " (" + values.size() + ")",
                new Bootstrap(values.size(), SEED).mean(values.stream().mapToDouble(Double::doubleValue).toArray()), null, null, 0, 0)));
        double mean = all.stream().mapToDouble(one -> one.made().mean()).average().orElseThrow();
        all.add(new OfPictures(name, new Interval(mean, Double.NaN, Double.NaN), null, null, 0, refused.size()));
        return all;
    }

    private static OfPictures compared(String name, PictureSet made, double[] values, PictureSet reference, double[] others) {
        int failed = missing(values) + (others == null ? 0 : missing(others));
        Interval mean = new Bootstrap(values.length, SEED).mean(values);
        if (others == null) {
            return new OfPictures(name, mean, null, null, 0, failed);
        }
        int[] both = IntStream.range(0, values.length).filter(i -> reference.names().contains(made.names().get(i))).toArray();
        double[] ours = Arrays.stream(both).mapToDouble(i -> values[i]).toArray();
        double[] theirs = Arrays.stream(both).mapToDouble(i -> others[reference.names().indexOf(made.names().get(i))]).toArray();
        return new OfPictures(name, mean, new Bootstrap(others.length, SEED).mean(others),
                both.length == 0 ? null : WinRate.of(ours, theirs, new Bootstrap(both.length, SEED)), both.length, failed);
    }

    private static int missing(double[] values) {
        return (int) Arrays.stream(values).filter(Double::isNaN).count();
    }

    /** Scores by name: the verifier's, and where it is a language model, those of each part of its rubric. NaN where it failed. */
    private static Map<String, double[]> scores(Verifier verifier, PictureSet set) {
        String name = verifier.info().name();
        Map<String, double[]> scores = new LinkedHashMap<>();
        scores.put(name, missing(set));
        for (int from = 0; from < set.names().size(); from += GROUP) {
            try (Scope scope = Scope.open()) {
                List<Evidence> shown = new ArrayList<>();
                for (int i = from; i < Math.min(set.names().size(), from + GROUP); i++) {
                    if (set.prompts().get(i) == null && verifier.info().needs().contains(Need.PROMPT)) {
                        throw new IllegalArgumentException(set.folder().resolve(set.names().get(i)) + ": says no prompt, which '" + name
                                + "' needs; pictures of goldpan do");
                    }
                    shown.add(Evidence.of(Images.tensor(set.pictures().get(i)), set.prompts().get(i)));
                }
                if (verifier instanceof Llm llm) {
                    List<Llm.Said> said = llm.answers(shown);
                    for (int i = 0; i < said.size(); i++) {
                        note(scores, name, said.get(i), from + i, set);
                    }
                } else {
                    List<Score> given = verifier.score(shown);
                    for (int i = 0; i < given.size(); i++) {
                        scores.get(name)[from + i] = given.get(i).value();
                    }
                }
            }
        }
        return scores;
    }

    private static void note(Map<String, double[]> scores, String name, Llm.Said said, int at, PictureSet set) {
        if (said.answer() != null) {
            scores.get(name)[at] = said.answer().score();
            said.answer().parts().forEach((part, value) -> scores.computeIfAbsent(name + " " + part, any -> missing(set))[at] = value);
        }
    }

    private static double[] missing(PictureSet set) {
        double[] none = new double[set.names().size()];
        Arrays.fill(none, Double.NaN);
        return none;
    }
}
