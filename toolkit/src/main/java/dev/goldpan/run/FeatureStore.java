package dev.goldpan.run;

import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.FeatureConvention;
import dev.goldpan.verify.PictureFeatures;
import dev.goldpan.verify.Population;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifiers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Features of picture files, each looked at once: sets of them are measured, and chosen, as often as one likes. */
public final class FeatureStore implements AutoCloseable {
    private static final int GROUP = 32;

    private final Verifiers networks;
    private final FeatureConvention convention;
    private PictureFeatures network; // opened when a picture is first looked at
    private final Map<Path, double[]> known = new HashMap<>();

    FeatureStore(Path folder, FeatureConvention convention) {
        networks = new Verifiers(folder, Device.CPU, Precision.FP32, Duration.ZERO);
        this.convention = convention;
    }

    private PictureFeatures network() {
        if (network == null) {
            network = PictureFeatures.open(networks.folder().resolve("inception"), convention);
        }
        return network;
    }

    /** Measures a set, see {@link PictureFeatures#measure}. @param reference or null */
    public Map<String, Double> measure(List<Path> made, List<Path> reference) {
        try (Scope scope = Scope.open()) {
            return network().measure(rows(made), reference == null ? null : rows(reference));
        }
    }

    /**
     * Chooses one picture from each of {@code pools} in turn: the one with which the set of those chosen so far is best, the first of
     * equal ones (Ma et al., 2025: greedily, sample by sample).
     *
     * @param oracle by name, see {@link Population#NAMES}
     * @param pools with at least one picture each
     */
    public List<Path> greedy(String oracle, List<List<Path>> pools) {
        List<Path> chosen = new ArrayList<>();
        try (Population population = (Population) networks.open(oracle)) {
            for (List<Path> pool : pools) {
                try (Scope scope = Scope.open()) {
                    Tensor seen = rows(pool);
                    List<Score> scores = population.scores(seen);
                    int best = 0;
                    for (int i = 1; i < scores.size(); i++) {
                        best = scores.get(i).value() > scores.get(best).value() ? i : best;
                    }
                    population.keep(seen.narrow(0, best, 1));
                    chosen.add(pool.get(best));
                }
            }
        }
        return chosen;
    }

    /** @return [n, d], fp64 */
    private Tensor rows(List<Path> files) {
        List<Path> unknown = files.stream().filter(file -> !known.containsKey(file)).distinct().toList();
        for (int from = 0; from < unknown.size(); from += GROUP) {
            look(unknown.subList(from, Math.min(unknown.size(), from + GROUP)));
        }
        int width = network().width();
        double[] rows = new double[files.size() * width];
        for (int i = 0; i < files.size(); i++) {
            System.arraycopy(known.get(files.get(i)), 0, rows, i * width, width);
        }
        return Tensor.create(rows, files.size(), width);
    }

    private void look(List<Path> files) {
        try (Scope scope = Scope.open()) {
            Tensor features = network().look(PictureSet.of(files).pictures()).contiguous();
            for (int i = 0; i < files.size(); i++) {
                double[] row = new double[network().width()];
                features.select(0, i).data_ptr_double().get(row);
                known.put(files.get(i), row);
            }
        }
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
        }
    }
}
