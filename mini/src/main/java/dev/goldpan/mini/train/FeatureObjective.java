package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Inception;
import dev.goldpan.verify.net.InceptionConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** The Inception-shaped classifier, whose features Frechet distances compare: which subjects are there. */
final class FeatureObjective implements Objective {
    private static final int UNSEEN = 128; // families that quality is measured on

    private final Map<String, Object> more;
    private final Inception net;
    private final LessonPictures pictures;
    private final int families;

    /** @param more what the shape says differently @param pictures closed with this objective */
    FeatureObjective(Map<String, Object> more, long seed, LessonPictures pictures, int batch) {
        this.more = new HashMap<>(more);
        this.more.put("num_labels", SubjectTargets.COUNT);
        this.net = new Inception(InceptionConfig.of(Shapes.config("inception", this.more)),
                Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true));
        this.pictures = pictures;
        this.families = Math.max(1, batch / Family.SIZE);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return net.weights().parameters();
    }

    @Override
    public Map<String, Object> settings() {
        return pictures.settings();
    }

    @Override
    public Tensor loss(long step) {
        Lesson lesson = Lesson.of(Worlds.TRAINING, step * families, families);
        Tensor logits = net.logits(net.features(pictures.usual(lesson)));
        return SubjectTargets.loss(logits, SubjectTargets.of(lesson.members()));
    }

    /** Writes the network, and the {@link FeatureStatistics} of its features. */
    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        VerifierFiles.write(folder, "inception", more, Renderer.SIDE, trained, false);
        FeatureStatistics.write(folder, FeatureStatistics.SCENES);
        try (Scope scope = Scope.open()) {
            trained.forEach((name, value) -> net.weights().parameters().get(name).detach().copy_(value));
            Lesson unseen = Lesson.of(Worlds.VALIDATION, 0, UNSEEN);
            double right = SubjectTargets.accuracy(net.logits(net.features(unseen.images())), SubjectTargets.of(unseen.members()));
            VerifierFiles.quality(folder, String.format(Locale.ROOT, "the likeliest subject is there: %.1f %%%n", right));
        }
    }

    @Override
    public void close() {
        net.close();
        pictures.close();
    }
}
