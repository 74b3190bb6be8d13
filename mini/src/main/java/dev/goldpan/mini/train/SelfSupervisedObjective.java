package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Twins;
import dev.goldpan.nn.Linear;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Dino;
import dev.goldpan.verify.net.DinoConfig;
import dev.goldpan.verify.net.Preprocessing;
import dev.goldpan.verify.net.Unit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network in the shape of a DINOv2 that learns from pictures alone: of a batch of pictures it has to find each one's twin, by the
 * features (the loss of SimCLR, Chen et al., 2020, equation 1). Twins show the same things elsewhere ({@link Twins}), each in other
 * colours, cropped and degraded. The linear head of its classes is fitted when it is done ({@link LinearProbe}).
 *
 * <p>Not DINO's own distillation: that needs a second, averaged network, several crops per step and many epochs before it leaves its
 * collapsed state; here all state is in the weights.
 */
final class SelfSupervisedObjective implements Objective {
    private static final double TEMPERATURE = 0.2;
    private static final double NEVER = -1e4; // a logit
    private static final double MIXED = 0.35; // deviation of a map of colours
    private static final int HIDDEN = 256;
    private static final int PROJECTED = 128;
    private static final String NET = "net.";
    private static final String HEAD = "classifier";
    private static final int SEEN = 4096; // families that the head is fitted on
    private static final int UNSEEN = 128;
    private static final int GROUP = 16;

    private final Map<String, Object> more;
    private final Dino net;
    private final Weights extra;
    private final Linear project1;
    private final Linear project2;
    private final LessonPictures pictures;
    private final int pairs;
    private final int side;
    private final Preprocessing eye;

    /** @param more what the shape says differently @param pictures closed with this objective @param batch pictures, half of them twins */
    SelfSupervisedObjective(Map<String, Object> more, long seed, LessonPictures pictures, int batch) {
        this.more = new HashMap<>(more);
        this.more.put("id2label", SubjectTargets.names());
        DinoConfig config = DinoConfig.of(Shapes.config("dino", this.more));
        int width = config.vision().layers().width();
        this.net = new Dino(config, Weights.fresh(new FirstValues(seed), Device.CPU, Precision.FP32, true));
        this.extra = Weights.fresh(new FirstValues(seed + 1), Device.CPU, Precision.FP32, true);
        this.project1 = new Linear(extra.at("project1"), 2L * width, HIDDEN);
        this.project2 = new Linear(extra.at("project2"), HIDDEN, PROJECTED);
        this.pictures = pictures;
        this.pairs = Math.max(2, batch / 2);
        this.side = net.side();
        this.eye = Preprocessing.plain(side);
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
        Twins twins = Twins.of(Worlds.TRAINING, step * pairs, pairs);
        Tensor seen = torch.cat(new TensorVector(view(pictures.redrawn(twins.one())), view(pictures.redrawn(twins.other()))), 0);
        return found(projected(net.tokens(seen)));
    }

    /** On the unit sphere. @return [b, projected], fp32 */
    private Tensor projected(Tensor tokens) {
        return Unit.of(project2.forward(torch.gelu(project1.forward(net.summary(tokens)))).to(ScalarType.Float));
    }

    /** Cross-entropy of each one's twin among all others. @param z [2n, d], twins n apart */
    static Tensor found(Tensor z) {
        long all = z.size(0);
        Tensor likeness = torch.matmul(z, z.t()).to(ScalarType.Float).div(new Scalar(TEMPERATURE));
        Tensor others = likeness.masked_fill(torch.eye(all, new TensorOptions()).gt(new Scalar(0.5)), new Scalar(NEVER));
        Tensor twin = torch.arange(new Scalar(all)).add(new Scalar(all / 2)).remainder(new Scalar(all)).to(ScalarType.Long);
        return torch.log_softmax(others, 1).gather(1, twin.unsqueeze(1)).mean().neg();
    }

    /** Part of a picture at the network's resolution, in other colours, degraded. */
    private Tensor view(Tensor images) {
        long count = images.size(0);
        TensorOptions fp32 = new TensorOptions(ScalarType.Float);
        Tensor scale = uniform(0.75, 1, count, fp32);
        Tensor rest = scale.neg().add(new Scalar(1));
        Tensor frame = torch.zeros(new long[] {count, 2, 3}, fp32);
        for (int axis = 0; axis < 2; axis++) {
            frame.select(1, axis).select(1, axis).copy_(scale);
            frame.select(1, axis).select(1, 2).copy_(rest.mul(uniform(-1, 1, count, fp32)));
        }
        Tensor grid = torch.affine_grid_generator(frame, new long[] {count, 3, side, side}, false);
        Tensor cropped = torch.grid_sampler(images, grid, 0, 0, false); // bilinear, black outside, which is never seen
        return Degradation.of(recoloured(cropped), Degradation.strengths(count, 0.3, 0.6));
    }

    /** Channels mixed by a random map near the identity, of about its norm, and shifted. */
    private static Tensor recoloured(Tensor images) {
        long count = images.size(0);
        TensorOptions fp32 = new TensorOptions(ScalarType.Float);
        Tensor drawn = torch.randn(new long[] {count, 3, 3}, fp32).mul(new Scalar(MIXED)).add(torch.eye(3, fp32));
        Tensor size = drawn.square().sum(new long[] {1, 2}, true, new ScalarTypeOptional()).sqrt();
        Tensor map = drawn.div(size).mul(uniform(1.2, 2, count, fp32).view(count, 1, 1)); // the identity's norm is 1.7
        Tensor mixed = torch.matmul(map, images.flatten(2, 3)).to(ScalarType.Float).view(images.sizes());
        return mixed.add(uniform(-0.3, 0.3, count * 3, fp32).view(count, 3, 1, 1));
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
            VerifierFiles.write(folder, "dino", more, side, weights, false);
            Lesson unseen = Lesson.of(Worlds.VALIDATION, 0, UNSEEN);
            Tensor logits = torch.linear(net.summary(net.tokens(eye.of(Images.unit(unseen.images())))), head.weight(), head.bias());
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
                features.push_back(net.summary(net.tokens(eye.of(Images.unit(lesson.images())))).detach());
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
