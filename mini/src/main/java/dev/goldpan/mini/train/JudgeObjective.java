package dev.goldpan.mini.train;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.judge.Outputs;
import dev.goldpan.mini.generator.Generator;
import dev.goldpan.mini.judge.Exhibit;
import dev.goldpan.mini.judge.JudgePixels;
import dev.goldpan.mini.judge.Targets;
import dev.goldpan.mini.viewing.ViewedPictures;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The judge: where things are centred (penalty-reduced focal loss of Zhou et al., 2019, equation 1), and around each centre its
 * box (absolute error), its classes (cross-entropy to distributions) and whether it is a mixture.
 */
final class JudgeObjective implements Objective {
    private static final int EDGES = 4;
    private static final double BOXES = 2;
    private static final double COLOURS = 0.7;
    private static final double STYLES = 0.2;
    private static final double MIXTURES = 1;
    private static final int VIEWED = 2; // pictures for each exhibit

    private final JudgeConfig config;
    private final Weights weights;
    private final JudgeNetwork network;
    private final JudgePixels pixels;
    private final ViewedPictures viewed; // null for none
    private final int batch;
    private final Weights.Initial began;
    private final Generator model;

    /**
     * Over batches of {@code batch} exhibits.
     *
     * @param first values of the network before its first step
     * @param model draws some of the pictures again; closed with the objective, null for none
     * @param viewed pictures that were viewed, twice as many in each batch; null for none
     */
    JudgeObjective(JudgeConfig config, Weights.Initial first, Generator model, ViewedPictures viewed, int batch) {
        this.config = config;
        this.began = first;
        this.model = model;
        this.weights = Weights.fresh(first, Device.CPU, Precision.FP32, true);
        this.network = new JudgeNetwork(config, weights);
        this.pixels = new JudgePixels(model);
        this.viewed = viewed;
        this.batch = batch;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return weights.parameters();
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("start", Origin.of(began), "model", Origin.of(model), "viewed", viewed == null ? 0 : viewed.size());
    }

    @Override
    public int mostTerms() {
        return Math.min(2, batch);
    }

    @Override
    public Tensor loss(long step) {
        return terms(step, 1).get(0).get();
    }

    /** Some pictures of a step, and what the network should answer for them. */
    private record Part(Tensor images, Targets targets) {
        int peaks() {
            int peaks = 0;
            for (float height : targets.centres()) {
                peaks += height == 1 ? 1 : 0;
            }
            return peaks;
        }
    }

    /** The parts of the batch, whose sums are divided by the centres and cells of all of it. */
    @Override
    public List<Supplier<Tensor>> terms(long step, int count) {
        List<Exhibit> exhibits = LongStream.range(step * batch, (step + 1) * batch)
                .mapToObj(index -> Exhibit.of(Worlds.JUDGE, index)).toList();
        JudgePixels.Shown shown = pixels.of(exhibits, Worlds.JUDGE, step * batch);
        List<Part> parts = IntStream.range(0, count).mapToObj(part -> {
            int first = batch * part / count;
            int end = batch * (part + 1) / count;
            return new Part(shown.images().narrow(0, first, end - first), new Targets(config, shown.exhibits().subList(first, end)));
        }).toList();
        int peaks = parts.stream().mapToInt(Part::peaks).sum();
        int cells = parts.stream().mapToInt(part -> part.targets.places().length).sum();
        List<Supplier<Tensor>> terms = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            Part exhibited = parts.get(part);
            ViewedPictures.Batch seen = viewed == null ? null : viewed.batch(Worlds.JUDGE, step * count + part, VIEWED * batch / count);
            terms.add(() -> seen == null ? loss(exhibited, peaks, cells) : loss(exhibited, peaks, cells).add(loss(seen, batch)));
        }
        return terms;
    }

    private Tensor loss(ViewedPictures.Batch seen, int all) {
        return new ViewedLoss(network).of(network.forward(seen.images()), seen.viewed()).mul(new Scalar(1.0 / all));
    }

    private Tensor loss(Part part, int peaks, int cells) {
        Tensor answers = network.forward(part.images);
        Tensor all = answers.permute(0, 2, 3, 1).reshape(-1, answers.size(1)); // [b * 256, channels]
        Tensor loss = centres(all.select(1, Outputs.CENTRE), part.targets).div(new Scalar(peaks + 1.0));
        long[] places = part.targets.places();
        return places.length == 0 ? loss
                : loss.add(things(all.index_select(0, torch.tensor(places)), part.targets).div(new Scalar((double) cells)));
    }

    /** @param logits [b * 256] @return the sum over all */
    private static Tensor centres(Tensor logits, Targets targets) {
        Tensor heights = torch.tensor(targets.centres());
        Tensor peaks = heights.eq(new Scalar(1)).to(ScalarType.Float);
        Tensor p = torch.sigmoid(logits);
        Tensor q = p.neg().add(new Scalar(1));
        Tensor here = q.square().mul(torch.log_sigmoid(logits)).mul(peaks);
        Tensor away = heights.neg().add(new Scalar(1)).pow(new Scalar(4)).mul(p.square()).mul(torch.log_sigmoid(logits.neg()));
        return here.add(away).mul(torch.tensor(targets.counted())).sum().neg();
    }

    /** @param cells of things, [p, channels] @return the sum over all */
    private Tensor things(Tensor cells, Targets targets) {
        Outputs outputs = network.outputs();
        Tensor boxes = cells.narrow(1, Outputs.BOX, EDGES).sub(rows(targets.boxes(), EDGES)).abs().sum();
        Tensor mixed = cells.select(1, Outputs.MIXTURE);
        Tensor mixture = torch.tensor(targets.mixtures());
        Tensor plain = torch.tensor(targets.plain());
        Tensor mixtures = mixture.mul(torch.log_sigmoid(mixed))
                .add(mixture.neg().add(new Scalar(1)).mul(torch.log_sigmoid(mixed.neg()))).mul(plain).sum().neg();
        return boxes.mul(new Scalar(BOXES / EDGES)).add(mixtures.mul(new Scalar(MIXTURES)))
                .add(classes(cells, outputs.subjects(), targets.subjects(), config.subjects().size()))
                .add(classes(cells, outputs.colours(), targets.colours(), config.colours().size()).mul(new Scalar(COLOURS)))
                .add(classes(cells, outputs.styles(), targets.styles(), config.styles().size()).mul(new Scalar(STYLES)));
    }

    /** Cross-entropy to the distributions in {@code targets}, {@code count} classes from channel {@code first}, summed. */
    private static Tensor classes(Tensor cells, int first, float[] targets, int count) {
        Tensor logs = torch.log_softmax(cells.narrow(1, first, count), 1);
        return logs.mul(rows(targets, count)).sum().neg();
    }

    private static Tensor rows(float[] values, int width) {
        return torch.tensor(values).view(-1, width);
    }

    /** Writes the network with even thresholds; {@code judge calibrate} sets them. */
    @Override
    public void export(Path folder, Map<String, Tensor> trained) {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), trained, Map.of("format", "pt"));
        config.write(folder.resolve("config.json"));
    }

    @Override
    public void close() {
        network.close();
        pixels.close();
    }
}
