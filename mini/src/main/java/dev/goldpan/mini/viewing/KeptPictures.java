package dev.goldpan.mini.viewing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.goldpan.mini.Progress;
import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.tensor.Images;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import dev.goldpan.vae.Vae;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The pictures that {@link Viewed} speaks of, kept as latents of the bundled autoencoder: another UNet than the one that drew
 * them would draw others of their seeds.
 */
public final class KeptPictures {
    private static final String LATENTS = "latents"; // [n, 4, 16, 16], fp16
    private static final String SEEDS = "seeds"; // [n], int64: of which picture each is
    private static final int TOGETHER = 60;

    private KeptPictures() {}

    /**
     * Adds pictures and what was answered about them to the files of {@code viewing} in {@code folder}; what is there already stays as it is.
     *
     * @param answers lines of {@code number,first,second,mixture} ({@link Answers})
     * @param pictures folder of the pictures that they speak of
     * @return how many pictures there are now
     * @throws IllegalArgumentException if answers are none, or one of a seed is there already
     */
    public static int add(Viewing viewing, Path answers, Path pictures, Path folder) throws IOException {
        Answers added = Answers.read(answers, pictures);
        Path csv = folder.resolve(viewing.file("csv"));
        List<String> before = Files.exists(csv) ? Files.readAllLines(csv) : List.of(Viewed.COLUMNS);
        List<Viewed> all = new ArrayList<>(before.stream().skip(1).map(Viewed::parse).toList());
        for (Viewed one : all) {
            if (added.lines().containsKey(one.seed())) {
                throw new IllegalArgumentException(csv + ": has an answer for seed " + one.seed() + " already; draw pictures of other seeds");
            }
        }
        List<String> lines = new ArrayList<>(before.subList(1, before.size()));
        lines.addAll(added.lines().values());
        lines.sort(Comparator.comparingLong(line -> Viewed.parse(line).seed()));
        lines.add(0, Viewed.COLUMNS);
        added.lines().values().forEach(line -> all.add(Viewed.parse(line)));
        Files.createDirectories(folder);
        keep(all, one -> added.files().get(one.seed()), folder.resolve(viewing.file("safetensors")));
        Path whole = Files.writeString(csv.resolveSibling(csv.getFileName() + ".part"), String.join("\n", lines) + "\n");
        Files.move(whole, csv, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return all.size();
    }

    /** Keeps pictures in {@code file}, where those that are there already stay as they are. @param files of the others */
    static int keep(List<Viewed> viewed, Function<Viewed, Path> files, Path file) {
        try (Scope scope = Scope.open(); Vae vae = ModelChoice.of("mini").open().openVae()) {
            Map<Long, Tensor> kept = kept(viewed, file);
            ViewedPictures pictures = new ViewedPictures(viewed.stream().filter(one -> !kept.containsKey(one.seed())).toList(), files, file);
            try (Progress progress = new Progress("keeping", 0, pictures.size())) {
                for (int first = 0; first < pictures.size(); first += TOGETHER) {
                    int count = Math.min(TOGETHER, pictures.size() - first);
                    try (Scope part = Scope.open()) {
                        Tensor latents = scope.keep(vae.toLatents(Images.signed(pictures.images(IntStream.range(first, first + count).toArray())))
                                .detach().to(ScalarType.Half));
                        for (int i = 0; i < count; i++) {
                            kept.put(pictures.viewed().get(first + i).seed(), scope.keep(latents.select(0, i)));
                        }
                    }
                    progress.step(count);
                }
            }
            long[] seeds = viewed.stream().mapToLong(Viewed::seed).filter(kept::containsKey).toArray();
            Tensor[] rows = Arrays.stream(seeds).mapToObj(kept::get).toArray(Tensor[]::new);
            SafetensorsWriter.write(file, Map.of(LATENTS, torch.stack(new TensorVector(rows), 0), SEEDS, Tensor.create(seeds)), Map.of());
            return seeds.length;
        }
    }

    /** Those of {@code viewed} that {@code file} has, by their seeds; [4, 16, 16] each. */
    private static Map<Long, Tensor> kept(List<Viewed> viewed, Path file) {
        Map<Long, Tensor> kept = new HashMap<>();
        if (Files.exists(file)) {
            try (Safetensors stored = Safetensors.open(file)) {
                Map<Long, Integer> rows = rows(stored);
                Tensor latents = stored.read(LATENTS).clone();
                viewed.stream().map(Viewed::seed).filter(rows::containsKey).forEach(seed -> kept.put(seed, latents.select(0, rows.get(seed))));
            }
        }
        return kept;
    }

    /** Writes all pictures of {@code viewing} to {@code folder}, but for those that are there. */
    public static void write(Viewing viewing, Path folder) throws IOException {
        write(viewing, viewing.all(), folder);
    }

    /** Some of them. @throws IllegalArgumentException if one was never kept */
    static void write(Viewing viewing, List<Viewed> viewed, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Viewed> missing = viewed.stream().filter(one -> !Files.exists(folder.resolve(one.file()))).toList();
        Path copy = Files.createTempFile("viewed", ".safetensors");
        try (InputStream in = Glyphs.open(viewing.latents())) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            try (Safetensors kept = Safetensors.open(copy); Vae vae = ModelChoice.of("mini").open().openVae();
                    Progress progress = new Progress("drawing", 0, missing.size())) {
                Map<Long, Integer> rows = rows(kept);
                for (int first = 0; first < missing.size(); first += TOGETHER) {
                    List<Viewed> some = missing.subList(first, Math.min(missing.size(), first + TOGETHER));
                    List<BufferedImage> pictures = pictures(kept, vae, some.stream().map(one -> row(viewing, rows, one)).toList());
                    for (int i = 0; i < some.size(); i++) {
                        Files.write(folder.resolve(some.get(i).file()), Png.encode(pictures.get(i), text(some.get(i))));
                    }
                    progress.step(some.size());
                }
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static Map<Long, Integer> rows(Safetensors kept) {
        try (Scope scope = Scope.open()) {
            Tensor seeds = kept.read(SEEDS);
            Map<Long, Integer> rows = new HashMap<>();
            for (int i = 0; i < seeds.numel(); i++) {
                rows.put(seeds.data_ptr_long().get(i), i);
            }
            return rows;
        }
    }

    private static int row(Viewing viewing, Map<Long, Integer> rows, Viewed viewed) {
        Integer row = rows.get(viewed.seed());
        if (row == null) {
            throw new IllegalArgumentException(viewing.latents() + ": has no picture " + viewed.seed() + "; put it there with viewing add");
        }
        return row;
    }

    private static List<BufferedImage> pictures(Safetensors kept, Vae vae, List<Integer> rows) {
        try (Scope scope = Scope.open()) {
            Tensor all = kept.read(LATENTS);
            List<Tensor> some = new ArrayList<>();
            rows.forEach(row -> some.add(all.select(0, row).to(ScalarType.Float)));
            return Images.pictures(Images.unit(vae.toImage(torch.stack(new TensorVector(some.toArray(Tensor[]::new)), 0))));
        }
    }

    /** As much of a recipe as stays true: nothing that would draw another picture. */
    private static Map<String, String> text(Viewed viewed) {
        return Map.of("goldpan", JsonNodeFactory.instance.objectNode().put("prompt", viewed.prompt()).put("kept", viewed.seed()).toString());
    }
}
