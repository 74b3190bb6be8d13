package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Dino;
import dev.goldpan.verify.net.DinoConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network in the shape of a DINOv2 that learns from pictures alone: two views of a picture are to have like features, no feature is
 * to be constant, no two alike (VICReg, Bardes et al., 2022). The linear head of its classes is fitted when it is
 * done ({@link LinearProbe}).
 *
 * <p>Not DINO's own distillation: that needs a second, averaged network, several crops per step and many epochs before it leaves its
 * collapsed state; here each step sees two views and all of its state is in the weights.
 */
final class SelfSupervisedObjective implements Objective {
    private static final double LIKE = 25; // weights of the paper
    private static final double SPREAD = 25;
    private static final double APART = 1;
    private static final double DENSE_APART = 1e-4;
    private static final int PROJECTED = 256;
    private static final String NET = "net.";
    private static final String HEAD = "classifier";
    private static final int SEEN = 1024; // families that the head is fitted on
    private static final int UNSEEN = 128;
    private static final int GROUP = 16;

    private final Map<String, Object> more;
    private final Dino net;
    private final Weights extra;
    private final Linear project1;
    private final Linear project2;
    private final LessonPictures pictures;
    private final int families;

    /** @param more what the shape says differently @param pictures closed with this objective */
    SelfSupervisedObjective(Map<String, Object> more, long seed, LessonPictures pictures, int batch) {
        this.more = new HashMap<>(more);
        this.more.put("id2label", SubjectTargets.names());
        DinoConfig config = DinoConfig.of(Shapes.config("dino", this.more));
        int width = config.vision().layers().width();
        this.net = new Dino(config, Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true));
        this.extra = Weights.fresh(new FirstValues(seed + 1), Device.CPU, Precision.FP32, true);
        this.project1 = new Linear(extra.at("project1"), width, PROJECTED);
        this.project2 = new Linear(extra.at("project2"), PROJECTED, PROJECTED);
        this.pictures = pictures;
        this.families = Math.max(1, batch / Family.SIZE);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> both = new LinkedHashMap<>();
        body().forEach((name, value) -> both.put(NET + name, value));
        extra.parameters().forEach((name, value) -> both.put("extra." + name, value));
        return both;
    }

    /** What learns from pictures alone. */
    private Map<String, Tensor> body() {
        Map<String, Tensor> body = new LinkedHashMap<>(net.weights().parameters());
        body.keySet().removeIf(name -> name.startsWith(HEAD));
        return body;
    }

    @Override
    public Map<String, Object> settings() {
        return pictures.settings();
    }

    @Override
    public Tensor loss(long step) {
        Lesson lesson = Lesson.of(Worlds.TRAINING, step * families, families);
        Tensor images = pictures.redrawn(lesson);
        Tensor one = net.tokens(view(images));
        Tensor other = net.tokens(view(images));
        return regularised(projected(one), projected(other));
    }

    private Tensor projected(Tensor tokens) {
        return project2.forward(torch.gelu(project1.forward(net.pool(tokens)))).to(ScalarType.Float);
    }

    private static Tensor regularised(Tensor a, Tensor b) {
        return torch.mse_loss(a, b).mul(new Scalar(LIKE))
                .add(spread(a).add(spread(b)).mul(new Scalar(SPREAD / 2)))
                .add(apart(a).add(apart(b)).mul(new Scalar(APART)));
    }

    /** How far deviations fall short of 1. */
    private static Tensor spread(Tensor x) {
        Tensor deviation = x.sub(x.mean(0)).square().mean(0).add(new Scalar(DENSE_APART)).sqrt();
        return torch.relu(deviation.neg().add(new Scalar(1))).mean();
    }

    /** Squared covariances of different features, per feature. */
    private static Tensor apart(Tensor x) {
        Tensor centred = x.sub(x.mean(0));
        Tensor covariance = torch.matmul(centred.t(), centred).to(ScalarType.Float).div(new Scalar(x.size(0) - 1.0));
        Tensor squared = covariance.square();
        return squared.sum().sub(squared.trace()).div(new Scalar((double) x.size(1)));
    }

    /** Part of a picture, mirrored half of the time, in other tones, degraded. */
    private Tensor view(Tensor images) {
        long count = images.size(0);
        TensorOptions fp32 = new TensorOptions(ScalarType.Float);
        Tensor scale = uniform(0.6, 1, count, fp32);
        Tensor mirror = torch.rand(new long[] {count}, fp32).lt(new Scalar(0.5)).to(ScalarType.Float).mul(new Scalar(2))
                .sub(new Scalar(1));
        Tensor rest = scale.neg().add(new Scalar(1));
        Tensor frame = torch.zeros(new long[] {count, 2, 3}, fp32);
        frame.select(1, 0).select(1, 0).copy_(scale.mul(mirror));
        frame.select(1, 1).select(1, 1).copy_(scale);
        frame.select(1, 0).select(1, 2).copy_(rest.mul(uniform(-1, 1, count, fp32)));
        frame.select(1, 1).select(1, 2).copy_(rest.mul(uniform(-1, 1, count, fp32)));
        Tensor grid = torch.affine_grid_generator(frame, new long[] {count, 3, images.size(2), images.size(3)}, false);
        Tensor cropped = torch.grid_sampler(images, grid, 0, 0, false); // bilinear, black outside, which is never seen
        Tensor contrast = uniform(0.7, 1.3, count * 3, fp32).view(count, 3, 1, 1);
        Tensor tone = uniform(-0.2, 0.2, count * 3, fp32).view(count, 3, 1, 1);
        Tensor toned = cropped.mul(contrast).add(tone);
        return Degradation.of(toned, Degradation.strengths(count, 0.3, 0.6));
    }

    private static Tensor uniform(double least, double most, long count, TensorOptions options) {
        return torch.rand(new long[] {count}, options).mul(new Scalar(most - least)).add(new Scalar(least));
    }

    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        Map<String, Tensor> weights = new HashMap<>();
        trained.forEach((name, value) -> {
            if (name.startsWith(NET)) {
                weights.put(name.substring(NET.length()), value);
            }
        });
        try (Scope scope = Scope.open()) {
            weights.forEach((name, value) -> net.weights().parameters().get(name).detach().copy_(value));
            LinearProbe head = head();
            weights.put(HEAD + ".weight", head.weight());
            weights.put(HEAD + ".bias", head.bias());
            VerifierFiles.write(folder, "dino", more, weights, false);
            Lesson unseen = Lesson.of(Worlds.VALIDATION, 0, UNSEEN);
            Tensor logits = torch.linear(net.summary(net.tokens(unseen.images())), head.weight(), head.bias());
            double right = SubjectTargets.accuracy(logits, SubjectTargets.of(unseen.members()));
            VerifierFiles.quality(folder, String.format(Locale.ROOT, "the likeliest subject of the linear head is there: %.1f %%%n",
                    right));
        }
    }

    /** The head; belongs to the open scope. */
    private LinearProbe head() {
        TensorVector features = new TensorVector();
        TensorVector wanted = new TensorVector();
        for (int first = 0; first < SEEN; first += GROUP) {
            try (Scope scope = Scope.open()) {
                Lesson lesson = Lesson.of(Worlds.TRAINING, first, GROUP);
                features.push_back(net.summary(net.tokens(lesson.images())).detach());
                wanted.push_back(SubjectTargets.of(lesson.members()));
            }
        }
        return LinearProbe.of(torch.cat(features, 0), torch.cat(wanted, 0));
    }

    @Override
    public void close() {
        net.close();
        extra.close();
        pictures.close();
    }
}
