package dev.goldpan.mini.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.mini.Progress;
import dev.goldpan.mini.lesson.Degradation;
import dev.goldpan.mini.lesson.Lesson;
import dev.goldpan.mini.lesson.Member;
import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.net.Clip;
import dev.goldpan.verify.net.ClipConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The aesthetic head: one affine map of a frozen CLIP's directions to points, as LAION's; 10 for a clean scene, 1 for the worst
 * degradation, 4 less where things show through each other. The map of least squares, solved from its normal equations.
 */
final class AestheticFit implements AutoCloseable {
    private static final double BEST = 10;
    private static final double RANGE = 9;
    private static final float MIXED = 4;
    /** Added to the mean square of each direction, whose own is about 1 / width. */
    private static final double RIDGE = 1e-6;
    private static final int GROUP = 16;
    private static final int UNSEEN = 64;

    private final Clip clip;
    private final String origin;
    private final LessonPictures pictures;

    /** @param clip folder of the trained CLIP @param pictures closed with this object */
    AestheticFit(Path clip, LessonPictures pictures) {
        ClipConfig config = ClipConfig.of(ConfigFile.read(clip.resolve("config.json")));
        this.clip = new Clip(config, Weights.of(Safetensors.open(clip.resolve("model.safetensors")), Device.CPU, Precision.FP32));
        this.origin = Origin.of(clip.resolve("model.safetensors"));
        this.pictures = pictures;
    }

    /**
     * Fits, and writes weights, manifest and what was measured.
     *
     * @param families that are looked at, four pictures each
     * @param folder where everything goes
     */
    void run(int families, long seed, Path folder) {
        try (Scope scope = Scope.open()) {
            Tensor solution = fit(families, seed);
            Tensor weight = solution.narrow(0, 0, solution.size(0) - 1).t().to(ScalarType.Float);
            Tensor bias = solution.narrow(0, solution.size(0) - 1, 1).view(1).to(ScalarType.Float);
            Files.createDirectories(folder);
            SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of("weight", weight.contiguous(), "bias", bias),
                    Map.of("format", "pt"));
            Map<String, Object> said = new TreeMap<>(pictures.settings());
            said.putAll(Map.of("network", "aesthetic", "seed", seed, "families", families, "ridge", RIDGE, "clip", origin));
            Files.writeString(folder.resolve("training.json"),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(said) + "\n");
            VerifierFiles.quality(folder, quality(weight, bias));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return [width + 1, 1], fp64: the map, its constant last */
    private Tensor fit(int families, long seed) {
        Tensor squares = null;
        Tensor products = null;
        long count = 0;
        try (Progress progress = new Progress("aesthetic", 0, families)) {
            for (int first = 0; first < families; first += GROUP) {
                torch.manual_seed(seed * 0x9E3779B97F4A7C15L + first);
                Lesson lesson = Lesson.of(Worlds.TRAINING, first, Math.min(GROUP, families - first));
                Tensor strengths = Degradation.strengths(lesson.members().size(), 0.3, 1);
                Tensor seen = directions(pictures.of(lesson, strengths));
                Tensor points = truth(lesson.members(), strengths).to(ScalarType.Double).unsqueeze(1);
                Tensor square = torch.matmul(seen.t(), seen);
                Tensor product = torch.matmul(seen.t(), points);
                squares = squares == null ? square : squares.add(square);
                products = products == null ? product : products.add(product);
                count += seen.size(0);
                progress.step(Math.min(GROUP, families - first));
            }
        }
        Tensor ridge = torch.eye(squares.size(0), new TensorOptions(ScalarType.Double)).mul(new Scalar(RIDGE * count));
        return torch.linalg_solve(squares.add(ridge), products);
    }

    /** @return [b, width + 1], fp64: directions, and a constant 1 */
    private Tensor directions(Tensor images) {
        Tensor seen = clip.features(images).detach().to(ScalarType.Double);
        return torch.cat(new TensorVector(seen, torch.ones(new long[] {seen.size(0), 1}, new TensorOptions(ScalarType.Double))), 1);
    }

    private static Tensor truth(List<Member> members, Tensor strengths) {
        float[] mixed = new float[members.size()];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = members.get(i).captioned() ? 0 : MIXED;
        }
        return strengths.mul(new Scalar(-RANGE)).add(new Scalar(BEST)).sub(Tensor.create(mixed));
    }

    private String quality(Tensor weight, Tensor bias) {
        torch.manual_seed(1);
        Tensor images = Lesson.of(Worlds.VALIDATION, 0, UNSEEN).images();
        Tensor clean = points(images, weight, bias);
        StringBuilder told = new StringBuilder();
        for (double strength : new double[] {0.1, 0.3, 0.6}) {
            Tensor worse = points(Degradation.of(images, torch.full(new long[] {images.size(0)}, new Scalar(strength),
                    new TensorOptions(ScalarType.Float))), weight, bias);
            told.append(String.format(Locale.ROOT, "clean scenes above the same degraded by %.1f: %.1f %%%n", strength,
                    100 * clean.gt(worse).to(ScalarType.Float).mean().item_double()));
        }
        return told.toString();
    }

    private Tensor points(Tensor images, Tensor weight, Tensor bias) {
        return torch.linear(clip.features(images).detach().to(ScalarType.Float), weight, bias).squeeze(1);
    }

    @Override
    public void close() {
        clip.close();
        pictures.close();
    }
}
