package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Member;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Clip;
import dev.goldpan.verify.net.ClipConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The aesthetic head: one affine map of a frozen CLIP's directions to points by least squares, as LAION's; 10 for a clean scene, 1
 * for the worst degradation, 4 less where things show through each other.
 */
final class AestheticObjective implements Objective {
    private static final double BEST = 10;
    private static final double RANGE = 9;
    private static final float MIXED = 4;
    private static final int UNSEEN = 64;

    private final Clip clip;
    private final Weights weights;
    private final Linear head;
    private final LessonPictures pictures;
    private final int families;

    /** @param clip folder of the trained CLIP @param pictures closed with this objective */
    AestheticObjective(Path clip, long seed, LessonPictures pictures, int batch) {
        ClipConfig config = ClipConfig.of(ConfigFile.read(clip.resolve("config.json")));
        this.clip = new Clip(config, Weights.of(Safetensors.open(clip.resolve("model.safetensors")), Device.CPU, Precision.FP32));
        FirstValues first = new FirstValues(seed);
        weights = Weights.fresh((name, shape) -> name.equals("bias") ? torch.full(shape, new Scalar(BEST - RANGE / 2),
                new TensorOptions(ScalarType.Float)) : first.draw(name, shape), Device.CPU, Precision.FP32, true);
        head = new Linear(weights, config.projection(), 1);
        this.pictures = pictures;
        this.families = Math.max(1, batch / Family.SIZE);
    }

    @Override
    public Map<String, Tensor> parameters() {
        return weights.parameters();
    }

    @Override
    public Tensor loss(long step) {
        Lesson lesson = Lesson.of(Worlds.TRAINING, step * families, families);
        Tensor strengths = Degradation.strengths(lesson.members().size(), 0.3, 1);
        return points(pictures.of(lesson.images(), strengths)).sub(truth(lesson.members(), strengths)).square().mean();
    }

    private Tensor points(Tensor images) {
        return head.forward(Frozen.run(() -> clip.features(images)).detach()).to(ScalarType.Float).squeeze(1);
    }

    private static Tensor truth(List<Member> members, Tensor strengths) {
        float[] mixed = new float[members.size()];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = members.get(i).captioned() ? 0 : MIXED;
        }
        return strengths.mul(new Scalar(-RANGE)).add(new Scalar(BEST)).sub(Tensor.create(mixed));
    }

    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), trained, Map.of("format", "pt"));
        try (Scope scope = Scope.open()) {
            trained.forEach((name, value) -> weights.parameters().get(name).detach().copy_(value));
            torch.manual_seed(1);
            Tensor images = Lesson.of(Worlds.VALIDATION, 0, UNSEEN).images();
            Tensor clean = points(images).detach();
            StringBuilder told = new StringBuilder();
            for (double strength : new double[] {0.1, 0.3, 0.6}) {
                Tensor worse = points(Degradation.of(images, torch.full(new long[] {images.size(0)}, new Scalar(strength),
                        new TensorOptions(ScalarType.Float)))).detach();
                told.append(String.format(Locale.ROOT, "clean scenes above the same degraded by %.1f: %.1f %%%n", strength,
                        100 * clean.gt(worse).to(ScalarType.Float).mean().item_double()));
            }
            VerifierFiles.quality(folder, told.toString());
        }
    }

    @Override
    public void close() {
        clip.close();
        weights.close();
        pictures.close();
    }
}
