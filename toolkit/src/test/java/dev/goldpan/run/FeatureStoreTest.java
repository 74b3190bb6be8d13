package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.FeatureConvention;
import dev.goldpan.verify.Population;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.TinyVerifiers;
import dev.goldpan.verify.Verifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {
    private static final int POOLS = 12;
    private static final int EACH = 4;

    @TempDir
    private Path folder;

    private List<List<Path>> pools() throws IOException {
        List<List<Path>> pools = new ArrayList<>();
        for (int pool = 0; pool < POOLS; pool++) {
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                try (Scope scope = Scope.open()) {
                    var noise = new KeyedNoise(NoiseKey.of(4, "pools").candidate(pool).particle(i)).normal(1, 3, 16, 16);
                    Path file = folder.resolve(pool + "-" + i + ".png");
                    Files.write(file, Png.encode(Images.pictures(noise.mul(new Scalar(0.1 + 0.1 * i)).add(new Scalar(0.5))).get(0),
                            Map.of()));
                    files.add(file);
                }
            }
            pools.add(files);
        }
        return pools;
    }

    @Test
    void oraclesChooseGreedilyAndEachPictureIsReadOnce() throws IOException {
        Verifiers verifiers = TinyVerifiers.in(folder.resolve("networks"));
        List<List<Path>> pools = pools();
        List<Path> first = pools.stream().map(pool -> pool.get(0)).toList();
        try (FeatureStore store = new PictureMetrics(verifiers.folder(), FeatureConvention.OWN, Duration.ZERO).store()) {
            List<Path> byFid = store.greedy("fid", pools);
            assertEquals(slowly(verifiers, "fid", pools), byFid);
            assertEquals(slowly(verifiers, "is", pools), store.greedy("is", pools));
            Map<String, Double> drawn = store.measure(first, null);
            assertTrue(store.measure(byFid, null).get("fid") < drawn.get("fid"), "a search finds what is rewarded");
            assertTrue(store.measure(store.greedy("is", pools), null).get("is") > drawn.get("is"));
            assertEquals(first, store.greedy("fid", first.stream().map(List::of).toList()), "nothing to choose");
            assertEquals(first, store.greedy("is", first.stream().map(one -> Collections.nCopies(2, one)).toList()));
            assertEquals(new PictureMetrics(verifiers.folder(), FeatureConvention.OWN, Duration.ZERO).set(PictureSet.of(first), null)
                    .values().keySet(), drawn.keySet());
            for (List<Path> pool : pools) {
                for (Path file : pool) {
                    Files.delete(file);
                }
            }
            assertEquals(byFid, store.greedy("fid", pools));
        }
    }

    /** The same by verifiers that are shown pictures. */
    private static List<Path> slowly(Verifiers verifiers, String oracle, List<List<Path>> pools) {
        List<Path> chosen = new ArrayList<>();
        try (Scope scope = Scope.open(); Population population = (Population) verifiers.open(oracle)) {
            for (List<Path> pool : pools) {
                List<Evidence> shown = PictureSet.of(pool).pictures().stream().map(one -> Evidence.of(Images.tensor(one), null)).toList();
                List<Double> values = population.score(shown).stream().map(Score::value).toList();
                int best = values.indexOf(Collections.max(values));
                population.keep(shown.get(best));
                chosen.add(pool.get(best));
            }
        }
        return chosen;
    }
}
