package dev.goldpan.mini.judge;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The pictures that {@link Viewed} speaks of, kept as latents of the bundled autoencoder: another UNet than the one that drew
 * them would draw others of their seeds.
 */
public final class KeptPictures {
    private static final String RESOURCE = "judge/viewed.safetensors";
    private static final String LATENTS = "latents"; // [n, 4, 16, 16], fp16
    private static final String SEEDS = "seeds"; // [n], int64: of which picture each is
    private static final int TOGETHER = 60;

    private KeptPictures() {}

    /**
     * Keeps pictures in {@code file}.
     *
     * @param folder of their files
     * @return how many: those that are as they were viewed
     * @throws IllegalArgumentException if too many are not ({@link ViewedPictures})
     */
    public static int keep(List<Viewed> viewed, Path folder, Path file) {
        ViewedPictures pictures = new ViewedPictures(viewed, folder);
        try (Scope scope = Scope.open(); Vae vae = ModelChoice.of("mini").open().openVae();
                Progress progress = new Progress("keeping", 0, pictures.size())) {
            TensorVector latents = new TensorVector();
            for (int first = 0; first < pictures.size(); first += TOGETHER) {
                int count = Math.min(TOGETHER, pictures.size() - first);
                try (Scope part = Scope.open()) {
                    latents.push_back(scope.keep(vae.toLatents(Images.signed(pictures.images(first, count))).detach().to(ScalarType.Half)));
                }
                progress.step(count);
            }
            long[] seeds = pictures.viewed().stream().mapToLong(Viewed::seed).toArray();
            SafetensorsWriter.write(file, Map.of(LATENTS, torch.cat(latents, 0), SEEDS, Tensor.create(seeds)), Map.of());
        }
        return pictures.size();
    }

    /**
     * Writes the pictures of {@code viewed} to {@code folder}, but for those that are there.
     *
     * @throws IllegalArgumentException if one of them was never kept
     */
    public static void write(List<Viewed> viewed, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Viewed> missing = viewed.stream().filter(one -> !Files.exists(folder.resolve(one.file()))).toList();
        Path copy = Files.createTempFile("viewed", ".safetensors");
        try (InputStream in = Glyphs.open(RESOURCE)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            try (Safetensors kept = Safetensors.open(copy); Vae vae = ModelChoice.of("mini").open().openVae();
                    Progress progress = new Progress("drawing", 0, missing.size())) {
                Map<Long, Integer> rows = rows(kept);
                for (int first = 0; first < missing.size(); first += TOGETHER) {
                    List<Viewed> some = missing.subList(first, Math.min(missing.size(), first + TOGETHER));
                    List<BufferedImage> pictures = pictures(kept, vae, some.stream().map(one -> row(rows, one)).toList());
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

    private static int row(Map<Long, Integer> rows, Viewed viewed) {
        Integer row = rows.get(viewed.seed());
        if (row == null) {
            throw new IllegalArgumentException(RESOURCE + ": has no picture " + viewed.seed() + "; put it there with judge keep");
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
