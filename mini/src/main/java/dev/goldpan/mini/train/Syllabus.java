package dev.goldpan.mini.train;

import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.mini.viewing.Viewing;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.tensor.Scope;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a UNet studies most: which scenes, and how noisy.
 *
 * @param scenes how likely each one is, relatively, [n]; null where all are alike
 * @param odds mean log odds of the times; 0 is the middle of the schedule, more is noisier
 * @param focus part of the scenes that are drawn by how seldom viewers recognised their subjects, 0 to 1
 * @param since seed of the first viewed picture that it goes by
 */
record Syllabus(Tensor scenes, double odds, double focus, long since) implements AutoCloseable {
    /** All scenes alike, and half of the times in either half of the schedule. */
    static final Syllabus EVEN = new Syllabus(null, 0, 0, 0);

    /**
     * For {@code count} scenes of {@code world}. In the part {@code focus}, subjects are met as often as viewers of the bundled model's
     * pictures did not recognise them ({@link Viewed}); the others are drawn as they come.
     *
     * @param since seed of the first viewed picture that counts: those before it may be of another UNet
     */
    static Syllabus of(long world, int count, double focus, long since, double odds) {
        if (!(focus >= 0 && focus <= 1)) {
            throw new IllegalArgumentException("--focus: " + focus + " is no part; use 0 to 1");
        }
        if (!(Math.abs(odds) <= 3)) {
            throw new IllegalArgumentException("--odds: " + odds + " leaves most of the schedule out; use -3 to 3");
        }
        if (focus == 0) {
            return new Syllabus(null, odds, focus, since);
        }
        List<List<Subject>> subjects = Pixels.scenes(world, 0, count).stream().map(Syllabus::subjects).toList();
        Map<Subject, Double> met = new EnumMap<>(Subject.class);
        subjects.forEach(some -> some.forEach(one -> met.merge(one, 1.0, Double::sum)));
        Map<Subject, Double> missed = missed(since);
        double[] wanted = new double[count];
        for (int i = 0; i < count; i++) {
            List<Subject> some = subjects.get(i);
            wanted[i] = some.stream().mapToDouble(one -> missed.get(one) / met.get(one)).sum() / some.size();
        }
        double mean = Arrays.stream(wanted).sum() / count;
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) (1 - focus + focus * wanted[i] / mean);
        }
        return new Syllabus(Scope.detach(torch.tensor(weights)), odds, focus, since);
    }

    private static List<Subject> subjects(Scene scene) {
        return scene.spec().mentions().stream().map(Mention::subject).toList();
    }

    /** Part of its pictures in which a subject was not recognised, one of each kind added, so that no part is 0 or 1. */
    private static Map<Subject, Double> missed(long since) {
        Map<Subject, double[]> counts = new EnumMap<>(Subject.class);
        for (Subject subject : Subject.values()) {
            counts.put(subject, new double[] {1, 1});
        }
        List<Viewed> pictures = Arrays.stream(Viewing.values()).flatMap(viewing -> viewing.all().stream())
                .filter(viewed -> viewed.seed() >= since).toList();
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("--since: no viewed picture has seed " + since + " or one after it");
        }
        for (Viewed viewed : pictures) {
            for (int i = 0; i < viewed.subjects().size(); i++) {
                Viewed.Sight sight = viewed.subjects().get(i);
                if (sight != Viewed.Sight.UNSURE) {
                    counts.get(viewed.asked().mentions().get(i).subject())[sight == Viewed.Sight.RECOGNISABLE ? 0 : 1]++;
                }
            }
        }
        Map<Subject, Double> missed = new EnumMap<>(Subject.class);
        counts.forEach((subject, count) -> missed.put(subject, count[1] / (count[0] + count[1])));
        return missed;
    }

    /** For the manifest. */
    Map<String, Object> settings() {
        return Map.of("odds", odds, "focus", focus, "since", since);
    }

    /** @param count scenes there are @return [batch], int64 */
    Tensor rows(long count, int batch) {
        return scenes == null ? torch.randint(count, new long[] {batch}, new TensorOptions(ScalarType.Long))
                : torch.multinomial(scenes, batch, true, null);
    }

    /** Times of the middle part. @param places [b], (0, 1) @return [b], (0, 1) */
    Tensor middle(Tensor places) {
        return torch.special_ndtri(places).add(new Scalar(odds)).sigmoid();
    }

    @Override
    public void close() {
        if (scenes != null) {
            scenes.close();
        }
    }
}
