package dev.goldpan.model;

import dev.goldpan.tensor.TensorFile;
import dev.goldpan.tensor.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The weights of one component ({@code unet/}, {@code vae/}, {@code text_encoder/}) in the folder layout of the diffusers and
 * transformers libraries.
 *
 * <p>In order of preference: one safetensors file, a sharded one, one pickle, a sharded one. A folder may hold several variants
 * ({@code model.fp16.safetensors}) of the same weights.
 */
public final class ComponentFolder {
    private static final List<String> SAFE = List.of("diffusion_pytorch_model", "model");
    private static final List<String> PICKLED = List.of("diffusion_pytorch_model", "pytorch_model");
    private static final Pattern VARIANT = Pattern.compile("(?:diffusion_pytorch_model|model|pytorch_model)"
            + "(?:\\.(\\w+)\\.(?:safetensors|bin)|\\.(?:safetensors|bin)\\.index\\.(\\w+)\\.json)");

    private ComponentFolder() {}

    /**
     * The weights in {@code folder}: the ones without a variant or, if there are none, the only variant.
     *
     * @param folder of one component; a single tensor file is taken as it is
     * @throws IllegalArgumentException if there are none, or several variants to choose from
     */
    public static TensorSource weights(Path folder) {
        if (Files.isRegularFile(folder)) {
            return TensorFile.open(folder);
        }
        List<String> plain = candidates("");
        Path found = first(folder, plain);
        Set<String> variants = found == null ? variants(folder) : Set.of();
        if (found == null && variants.size() == 1) {
            found = first(folder, candidates("." + variants.iterator().next()));
        }
        if (found == null) {
            throw missing(folder, plain, variants.size() > 1 ? "; choose one of the variants " + variants : "");
        }
        return TensorFile.open(found);
    }

    /**
     * The weights in {@code folder} of one variant.
     *
     * @param variant the word in the file name, such as fp16
     */
    public static TensorSource weights(Path folder, String variant) {
        if (!variant.matches("\\w+")) {
            throw new IllegalArgumentException("'" + variant + "' cannot be a variant of weights: a word such as fp16 is");
        }
        List<String> candidates = candidates("." + variant);
        Path found = first(folder, candidates);
        if (found == null) {
            throw missing(folder, candidates, "; there are the variants " + variants(folder));
        }
        return TensorFile.open(found);
    }

    private static List<String> candidates(String variant) {
        List<String> names = new ArrayList<>();
        SAFE.forEach(stem -> names.add(stem + variant + ".safetensors"));
        SAFE.forEach(stem -> names.add(stem + ".safetensors.index" + variant + ".json"));
        PICKLED.forEach(stem -> names.add(stem + variant + ".bin"));
        PICKLED.forEach(stem -> names.add(stem + ".bin.index" + variant + ".json"));
        return names;
    }

    private static Path first(Path folder, List<String> names) {
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst().orElse(null);
    }

    private static Set<String> variants(Path folder) {
        Set<String> variants = new TreeSet<>();
        for (String name : files(folder)) {
            Matcher match = VARIANT.matcher(name);
            if (match.matches()) {
                variants.add(match.group(1) != null ? match.group(1) : match.group(2));
            }
        }
        return variants;
    }

    private static List<String> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed (" + e + ")", e);
        }
    }

    private static IllegalArgumentException missing(Path folder, List<String> names, String hint) {
        String what;
        if (!Files.isDirectory(folder)) {
            what = "there is no such folder";
        } else if (Files.exists(folder.resolve("model_index.json"))) {
            what = "is a whole model, not a component: give one of the folders in it, such as " + folder.resolve("unet");
        } else {
            what = "has no weights; looked for " + String.join(", ", names) + hint;
        }
        return new IllegalArgumentException(folder + ": " + what);
    }
}
