package dev.goldpan.mini.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Gathers what was trained as the files of the artifact of weights: fp16, with a list of all of them. */
final class Bundle {
    private static final List<String> VERIFIERS = List.of("clip", "siglip", "dino", "inception", "preference", "aesthetic");
    private static final String LIST = "files.txt";
    private static final String INCEPTION = "verifiers/inception";
    private static final String MODEL = "diffusion_pytorch_model.safetensors";

    private Bundle() {}

    /**
     * Writes what there is in {@code runs} to {@code into}, whose old files go.
     *
     * @return the bytes of all files
     */
    static long write(Path runs, Path into) {
        try {
            clear(into);
            Assembly.write(runs, "unet", into.resolve("mini"));
            if (Files.isDirectory(runs.resolve("unet-small/unet"))) {
                Assembly.network(runs.resolve("unet-small/unet"), into.resolve("mini-small/unet"), MODEL);
            }
            for (String verifier : VERIFIERS) {
                if (Files.exists(runs.resolve(verifier).resolve("model.safetensors"))) {
                    verifier(runs.resolve(verifier), into.resolve("verifiers").resolve(verifier));
                }
            }
            if (Files.isDirectory(into.resolve(INCEPTION))) { // of the halves that are bundled, not of what was trained
                FeatureStatistics.write(into.resolve(INCEPTION), FeatureStatistics.SCENES);
            }
            if (Files.exists(runs.resolve("judge/model.safetensors"))) {
                Assembly.network(runs.resolve("judge"), into.resolve("judge"), "model.safetensors");
            }
            manifests(runs, into);
            return list(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the statistics of the feature network of the bundle in {@code folder} anew, and lists its files. @return their bytes */
    static long statistics(Path folder, int scenes) {
        try {
            FeatureStatistics.write(folder.resolve(INCEPTION), scenes);
            return list(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(all::add);
        }
        for (int i = all.size() - 1; i > 0; i--) {
            Files.delete(all.get(i));
        }
    }

    private static void verifier(Path from, Path into) throws IOException {
        Assembly.network(from, into, "model.safetensors");
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Bundle::isSmall).toList()) {
                Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Tokenizer and preprocessing; not what training leaves beside them. */
    private static boolean isSmall(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".json") || name.equals("merges.txt") || name.equals("words.txt")) && !name.equals("config.json")
                && !name.equals("training.json");
    }

    /** How each network was trained, and its loss on the way. */
    private static void manifests(Path runs, Path into) throws IOException {
        Path folder = Files.createDirectories(into.resolve("training"));
        try (Stream<Path> all = Files.list(runs)) {
            for (Path run : all.filter(run -> Files.exists(run.resolve("training.json"))).toList()) {
                Files.copy(run.resolve("training.json"), folder.resolve(run.getFileName() + ".json"));
            }
        }
    }

    private static long list(Path folder) throws IOException {
        StringBuilder list = new StringBuilder();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.equals(folder.resolve(LIST))).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                bytes += content.length;
                list.append(hash(content)).append(' ').append(content.length).append(' ')
                        .append(folder.relativize(file).toString().replace('\\', '/')).append('\n');
            }
        }
        Files.writeString(folder.resolve(LIST), list);
        return bytes;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
