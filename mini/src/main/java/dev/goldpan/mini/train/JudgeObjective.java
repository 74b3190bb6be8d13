package dev.goldpan.mini.train;

import dev.goldpan.judge.JudgeConfig;
import dev.goldpan.judge.JudgeNetwork;
import dev.goldpan.judge.Outputs;
import dev.goldpan.mini.judge.Exhibit;
import dev.goldpan.mini.judge.JudgePixels;
import dev.goldpan.mini.judge.Targets;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.SafetensorsWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    private static final double BOXES = 2;
    private static final double COLOURS = 0.7;
    private static final double STYLES = 0.2;
    private static final double MIXTURES = 1;

    private final JudgeConfig config;
    private final Weights weights;
    private final JudgeNetwork network;
    private final JudgePixels pixels;
    private final int batch;

    /**
     * Over batches of {@code batch} exhibits.
     *
     * @param first values of the network before its first step
     * @param pixels closed with the objective
     */
    JudgeObjective(JudgeConfig config, Weights.Initial first, JudgePixels pixels, int batch) {
        this.config = config;
        this.weights = Weights.fresh(first, Device.CPU, Precision.FP32, true);
        this.network = new JudgeNetwork(config, weights);
        this.pixels = pixels;
        this.batch = batch;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return weights.parameters();
    }

    @Override
    public Tensor loss(long step) {
        List<Exhibit> exhibits = LongStream.range(step * batch, (step + 1) * batch)
                .mapToObj(index -> Exhibit.of(Worlds.JUDGE, index)).toList();
        JudgePixels.Shown shown = pixels.of(exhibits, Worlds.JUDGE, step * batch);
        Targets targets = new Targets(config, shown.exhibits());
        Tensor answers = network.forward(shown.images());
        Tensor cells = answers.permute(0, 2, 3, 1).reshape(-1, answers.size(1)); // [b * 256, channels]
        Tensor loss = centres(cells.select(1, Outputs.CENTRE), targets);
        long[] places = targets.places();
        return places.length == 0 ? loss : loss.add(things(cells.index_select(0, torch.tensor(places)), targets));
    }

    /** @param logits [b * 256] */
    private Tensor centres(Tensor logits, Targets targets) {
        Tensor heights = torch.tensor(targets.centres());
        Tensor peaks = heights.eq(new Scalar(1)).to(ScalarType.Float);
        Tensor p = torch.sigmoid(logits);
        Tensor q = p.neg().add(new Scalar(1));
        Tensor here = q.square().mul(torch.log_sigmoid(logits)).mul(peaks);
        Tensor away = heights.neg().add(new Scalar(1)).pow(new Scalar(4)).mul(p.square()).mul(torch.log_sigmoid(logits.neg()));
        return here.add(away).mul(torch.tensor(targets.counted())).sum().neg().div(peaks.sum().add(new Scalar(1)));
    }

    /** @param cells of things, [p, channels] */
    private Tensor things(Tensor cells, Targets targets) {
        Outputs outputs = network.outputs();
        Tensor boxes = cells.narrow(1, Outputs.BOX, 4).sub(rows(targets.boxes(), 4)).abs().mean();
        Tensor mixed = cells.select(1, Outputs.MIXTURE);
        Tensor mixture = torch.tensor(targets.mixtures());
        Tensor plain = torch.tensor(targets.plain());
        Tensor mixtures = mixture.mul(torch.log_sigmoid(mixed))
                .add(mixture.neg().add(new Scalar(1)).mul(torch.log_sigmoid(mixed.neg()))).mul(plain).mean().neg();
        return boxes.mul(new Scalar(BOXES)).add(mixtures.mul(new Scalar(MIXTURES)))
                .add(classes(cells, outputs.subjects(), targets.subjects(), config.subjects().size()))
                .add(classes(cells, outputs.colours(), targets.colours(), config.colours().size()).mul(new Scalar(COLOURS)))
                .add(classes(cells, outputs.styles(), targets.styles(), config.styles().size()).mul(new Scalar(STYLES)));
    }

    /** Cross-entropy to the distributions in {@code targets}, {@code count} classes from channel {@code first}. */
    private static Tensor classes(Tensor cells, int first, float[] targets, int count) {
        Tensor logs = torch.log_softmax(cells.narrow(1, first, count), 1);
        return logs.mul(rows(targets, count)).sum(1).mean().neg();
    }

    private static Tensor rows(float[] values, int width) {
        return torch.tensor(values).view(-1, width);
    }

    /** Writes the network with even thresholds; {@code judge-calibrate} sets them. */
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
