package dev.goldpan.bench;

import dev.goldpan.denoise.UNet;
import dev.goldpan.guide.AttentionLoss;
import dev.goldpan.guide.AttentionMaps;
import dev.goldpan.guide.AttentionReader;
import dev.goldpan.guide.Conform;
import dev.goldpan.guide.InitNo;
import dev.goldpan.guide.SelfCross;
import dev.goldpan.guide.Slice;
import dev.goldpan.guide.TokenGroups;
import dev.goldpan.guide.TokenGroups.Subject;
import dev.goldpan.guide.TokenGroups.Word;
import dev.goldpan.guide.Variant;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.Watcher;
import dev.goldpan.nn.AttentionTap;
import dev.goldpan.nn.AttentionTap.Site;
import dev.goldpan.nn.Weights;
import dev.goldpan.sample.Conditioning;
import dev.goldpan.sample.Level;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Noises ranked per second by a loss of attention: Goldpan's way (batches, ended after the last layer that is read) beside one noise at a
 * time through the whole network, on the same networks, taking turns. The released code is slower than that: it has every layer's
 * probabilities as a tensor ({@code reference/loss_pair.sh} measures it).
 */
public final class LossBench {
    private static final Level FIRST = new Level(981, 0.068, 0.998);
    private static final TokenGroups GROUPS = new TokenGroups(List.of(
            new Subject(new Word("first", List.of(2)), List.of()), new Subject(new Word("second", List.of(5)), List.of())), 5);
    private static final List<AttentionLoss> LOSSES = List.of(new Conform(Conform.Fallback.SIMILARITY, true),
            new InitNo(Variant.CODE, Slice.INNER), new SelfCross(SelfCross.Form.INITNO, Slice.INNER));

    private static final List<String> PRECISIONS = List.of("fp32", "bf16");

    private final Map<String, UNet> networks;
    private final Conditioning given;
    private final long side;
    private final AttentionMaps.Grain grain;
    private final int batch;

    /**
     * @param networks the same one in several precisions, by their names
     * @param given what they are told, one row
     * @param side of the latents
     * @param batch noises that Goldpan looks at together
     */
    private LossBench(Map<String, UNet> networks, Conditioning given, long side, AttentionMaps.Grain grain, int batch) {
        this.networks = networks;
        this.given = given;
        this.side = side;
        this.grain = grain;
        this.batch = batch;
    }

    /**
     * The bundled model, in fp32 and bf16, on a processor.
     *
     * @return seconds for each noise, the median of the turns, by way and precision
     */
    public static Map<String, Double> bundled(int batch, int turns) {
        Map<String, UNet> networks = new LinkedHashMap<>();
        List<LoadedModel> loaded = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            for (String precision : PRECISIONS) {
                StableDiffusion model = new ModelChoice("mini", null, null, null, null, "cpu", precision).open();
                loaded.add(LoadedModel.of(model, 0));
                networks.put(precision, loaded.get(loaded.size() - 1).unet());
            }
            Settings settings = new Settings(128, 128, 30, null, 1, 0, 0, 0, AttentionSettings.NONE);
            Conditioning given = loaded.get(0).read(new Prompt("a bear and a rabbit"), settings, new Watcher() {});
            return new LossBench(networks, given, 16, AttentionMaps.Grain.FINEST, batch).run(turns);
        } finally {
            loaded.forEach(LoadedModel::close);
        }
    }

    /** The same of random weights in the shape of Stable Diffusion 1.5. */
    public static Map<String, Double> sd15(int batch, int turns) {
        Map<String, UNet> networks = new LinkedHashMap<>();
        try (Scope scope = Scope.open()) {
            for (String precision : PRECISIONS) {
                torch.manual_seed(0);
                networks.put(precision, new UNet(UNetBench.SD15, Weights.fresh(UNetBench::draw, Device.CPU,
                        Precision.of(precision, Device.CPU), false)));
            }
            Conditioning given = Conditioning.of(torch.randn(1, UNetBench.TOKENS, UNetBench.SD15.crossAttentionDim()));
            return new LossBench(networks, given, 64, AttentionMaps.Grain.COARSEST, batch).run(turns);
        } finally {
            networks.values().forEach(UNet::close);
        }
    }

    /** Seconds for each noise, the median of the turns, by way and network; each was warmed up once. */
    private Map<String, Double> run(int turns) {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int turn = -1; turn < turns; turn++) {
            for (Map.Entry<String, UNet> network : networks.entrySet()) {
                double whole = oneByOne(network.getValue(), turn);
                double ours = ours(network.getValue(), turn);
                if (turn >= 0) {
                    seconds.computeIfAbsent("one by one, " + network.getKey(), way -> new ArrayList<>()).add(whole);
                    seconds.computeIfAbsent("goldpan, " + network.getKey(), way -> new ArrayList<>()).add(ours);
                }
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        seconds.forEach((way, each) -> medians.put(way, UNetBench.median(each)));
        return medians;
    }

    private Tensor noises(int count, int turn) {
        torch.manual_seed(turn + 1);
        return torch.randn(count, 4, side, side).to(given.context().device(), ScalarType.Float);
    }

    private double ours(UNet unet, int turn) {
        AttentionReader reader = new AttentionReader(unet, given, side, side, grain);
        try (Scope scope = Scope.open()) {
            Tensor x = noises(batch, turn);
            long begun = System.nanoTime();
            reader.read(x, FIRST).forEach(maps -> LOSSES.forEach(loss -> loss.value(maps, GROUPS).item_double()));
            return (System.nanoTime() - begun) * 1e-9 / batch;
        }
    }

    private double oneByOne(UNet unet, int turn) {
        List<Site> all = unet.sites(side, side);
        Predicate<Site> read = AttentionMaps.sites(all, grain);
        AttentionTap tap = AttentionTap.recording(read);
        try (Scope scope = Scope.open()) {
            Tensor x = noises(1, turn);
            Tensor t = torch.full(new long[] {1}, new Scalar(FIRST.time()), new TensorOptions(ScalarType.Float))
                    .to(x.device(), ScalarType.Float);
            long begun = System.nanoTime();
            unet.forward(x, t, given, tap);
            AttentionMaps maps = AttentionMaps.of(tap.maps()).get(0);
            LOSSES.forEach(loss -> loss.value(maps, GROUPS).item_double());
            return (System.nanoTime() - begun) * 1e-9;
        } finally {
            tap.release();
        }
    }
}
