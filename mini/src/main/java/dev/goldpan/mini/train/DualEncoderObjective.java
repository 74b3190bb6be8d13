package dev.goldpan.mini.train;

import dev.goldpan.mini.lesson.Family;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.world.Renderer;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.net.Clip;
import dev.goldpan.verify.net.ClipConfig;
import dev.goldpan.verify.net.DualEncoder;
import dev.goldpan.verify.net.Siglip;
import dev.goldpan.verify.net.SiglipConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A CLIP or a SigLIP over families of scenes, so that the captions it tells apart differ in one word or in their order. */
final class DualEncoderObjective implements Objective {
    private static final double DENSE = 0.5;
    private static final double WORN = 0.5; // families in which a worn picture competes with the one that is not
    private static final int PATCH = 16;
    private static final String NET = "net.";

    private final String shape;
    private final Weights.Initial began;
    private final PairLoss loss;
    private final DualEncoder net;
    private final DenseHead dense;
    private final LessonPictures pictures;
    private final RivalLoss rivals; // null for none
    private final ClipTokenizer tokenizer;
    private final int families;

    private DualEncoderObjective(String shape, Weights.Initial first, PairLoss loss, DualEncoder net, int width, long seed,
            LessonPictures pictures, RivalLoss rivals, ClipTokenizer tokenizer, int batch) {
        this.shape = shape;
        this.began = first;
        this.loss = loss;
        this.net = net;
        this.dense = new DenseHead(seed, width, PATCH);
        this.pictures = pictures;
        this.rivals = rivals;
        this.tokenizer = tokenizer;
        this.families = Math.max(1, batch / Family.SIZE);
    }

    /**
     * A CLIP: softmax, an inverse temperature that begins at 1 / 0.07.
     *
     * @param from folder of a network that it begins as; null for random weights
     * @param pictures closed with the objective
     * @param rivals pictures that were viewed; null for none
     */
    static DualEncoderObjective clip(Map<String, Object> more, Path from, long seed, LessonPictures pictures, RivalLoss rivals,
            ClipTokenizer tokenizer, int batch) {
        ClipConfig config = ClipConfig.of(Shapes.config("clip", more));
        Weights.Initial first = first(from, seed, Map.of("logit_scale", Math.log(1 / 0.07)));
        Clip net = new Clip(config, Weights.fresh(first, Device.CPU, Precision.FP32, true));
        return new DualEncoderObjective("clip", first, PairLoss.SOFTMAX, net, config.vision().layers().width(), seed, pictures,
                rivals, tokenizer, batch);
    }

    /** A SigLIP: sigmoid, 10 and -10 as first scale and bias; the rest as in {@link #clip}. */
    static DualEncoderObjective siglip(Map<String, Object> more, Path from, long seed, LessonPictures pictures, RivalLoss rivals,
            ClipTokenizer tokenizer, int batch) {
        SiglipConfig config = SiglipConfig.of(Shapes.config("siglip", more));
        Weights.Initial first = first(from, seed, Map.of("logit_scale", Math.log(10), "logit_bias", -10.0));
        Siglip net = new Siglip(config, Weights.fresh(first, Device.CPU, Precision.FP32, true));
        return new DualEncoderObjective("siglip", first, PairLoss.SIGMOID, net, config.vision().layers().width(), seed, pictures,
                rivals, tokenizer, batch);
    }

    private static Weights.Initial first(Path from, long seed, Map<String, Double> fixed) {
        FirstValues random = new FirstValues(seed);
        return from != null ? StoredValues.in(from) : (name, shape) -> fixed.containsKey(name)
                ? torch.full(shape, new Scalar(fixed.get(name)), new TensorOptions(ScalarType.Float)) : random.draw(name, shape);
    }

    @Override
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> both = new LinkedHashMap<>();
        net.weights().parameters().forEach((name, value) -> both.put(NET + name, value));
        dense.parameters().forEach((name, value) -> both.put("dense." + name, value));
        return both;
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(pictures.settings());
        settings.put("start", Origin.of(began));
        settings.put("viewed", rivals == null ? 0 : rivals.lessons().size());
        return settings;
    }

    @Override
    public Tensor loss(long step) {
        Set<Integer> worn = IntStream.range(0, families).filter(family -> torch.rand(1).item_double() < WORN).boxed()
                .collect(Collectors.toSet());
        Lesson lesson = Lesson.of(Worlds.TRAINING, step * families, families).worn(worn);
        Tensor tokens = net.tokens(pictures.usual(lesson));
        Tensor texts = net.texts(Latents.ids(tokenizer, lesson.captions()));
        // by sums, since a product of matrices would be rounded to bf16
        Tensor cosines = net.pool(tokens).unsqueeze(1).mul(texts.unsqueeze(0)).sum(2);
        Tensor patches = tokens.narrow(1, net.leading(), tokens.size(1) - net.leading());
        Tensor told = loss.of(net.logits(cosines), lesson.fits(), lesson.captioned())
                .add(dense.loss(patches, lesson.members()).mul(new Scalar(DENSE)));
        return rivals == null ? told : told.add(rivals.at(step, this::scores));
    }

    /** Of each picture with the caption in its place. @param images [b, 3, 128, 128], [-1, 1] @return [b] */
    private Tensor scores(Tensor images, List<String> captions) {
        return net.logits(net.pool(net.tokens(images)).mul(net.texts(Latents.ids(tokenizer, captions))).sum(1));
    }

    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        Map<String, Tensor> weights = new HashMap<>();
        trained.forEach((name, value) -> {
            if (name.startsWith(NET)) {
                weights.put(name.substring(NET.length()), value);
            }
        });
        VerifierFiles.write(folder, shape, Map.of(), Renderer.SIDE, weights, true);
        try (Scope scope = Scope.open()) {
            weights.forEach((name, value) -> net.weights().parameters().get(name).detach().copy_(value));
            VerifierFiles.quality(folder, Examination.of(lesson -> {
                Tensor images = net.features(lesson.images()).detach();
                return torch.matmul(images, net.texts(Latents.ids(tokenizer, lesson.captions())).detach().t());
            }) + (rivals == null ? "" : rivals.order(this::scores)));
        }
    }

    @Override
    public void close() {
        net.close();
        dense.close();
        pictures.close();
        tokenizer.close();
    }
}
