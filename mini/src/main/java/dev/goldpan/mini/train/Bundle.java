package dev.goldpan.mini.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what was trained as the files of the artifact of weights: fp16, with a list of all of them. */
final class Bundle {
    /** Most bytes of all weights together. */
    static final long MOST = 30L << 20;

    /** What must be there: the folder of a run, then files in it. */
    private static final String NEEDED = """
            vae config.json diffusion_pytorch_model.safetensors training.json
            unet unet/config.json unet/diffusion_pytorch_model.safetensors training.json
            unet text_encoder/config.json text_encoder/model.safetensors
            unet-small unet/config.json unet/diffusion_pytorch_model.safetensors training.json
            clip config.json preprocessor_config.json vocab.json merges.txt model.safetensors training.json
            siglip config.json preprocessor_config.json vocab.json merges.txt model.safetensors training.json
            preference config.json preprocessor_config.json vocab.json merges.txt model.safetensors training.json
            dino config.json preprocessor_config.json model.safetensors training.json
            inception config.json preprocessor_config.json model.safetensors training.json
            aesthetic model.safetensors training.json
            judge config.json model.safetensors training.json
            """;
    private static final String VAE = "vae";
    private static final String UNET = "unet";
    private static final String SMALL = "unet-small";
    private static final String JUDGE = "judge";
    private static final String TEXT = UNET + "/text_encoder";
    private static final String LIST = "files.txt";
    private static final String INCEPTION = "verifiers/inception";
    private static final String MODEL = "diffusion_pytorch_model.safetensors";

    private Bundle() {}

    /**
     * Writes what was trained in {@code runs} to {@code into}, in the place of the bundle that is there.
     *
     * @param networks runs whose networks take the place of those that are there, while the others stay; none for all, anew
     * @return the bytes of all files
     * @throws IllegalArgumentException if a network is missing, {@code into} holds anything but a bundle, or all weights together have
     *     more than 30 MiB; what was there stays
     */
    static long write(Path runs, Set<String> networks, Path into) {
        Path target = into.toAbsolutePath().normalize();
        try {
            check(runs, networks, target);
            Path made = beside(target, "new");
            try {
                clear(made);
                if (networks.isEmpty()) {
                    Assembly.frame(made.resolve("mini"));
                } else {
                    copyTree(target, made);
                }
                Set<String> replaced = networks.isEmpty() ? names() : networks;
                copy(runs, replaced, made);
                if (replaced.contains("inception")) { // of the halves that are bundled, not of what was trained
                    FeatureStatistics.write(made.resolve(INCEPTION), FeatureStatistics.SCENES);
                }
                return place(made, target);
            } finally {
                clear(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(into + ": the bundle cannot be written (" + e + ")", e);
        }
    }

    /** The runs that networks come from. */
    static Set<String> names() {
        return NEEDED.lines().map(line -> line.split(" ")[0]).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Files that must be there for a whole bundle, as paths in the folder of all runs. */
    static List<String> needed() {
        return needed(names());
    }

    private static List<String> needed(Set<String> networks) {
        return NEEDED.lines().map(line -> line.split(" ")).filter(words -> networks.contains(words[0]))
                .flatMap(words -> Arrays.stream(words).skip(1).map(file -> words[0] + "/" + file)).toList();
    }

    private static void check(Path runs, Set<String> networks, Path into) throws IOException {
        List<String> unknown = networks.stream().filter(name -> !names().contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("--networks: there is no " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", names()));
        }
        if (networks.contains("clip") && !networks.contains("aesthetic")) {
            throw new IllegalArgumentException("--networks: aesthetic is a head over the features of the clip that was there; fit it"
                    + " (goldpan-mini verifier aesthetic) and name it too");
        }
        if (!networks.isEmpty() && !Files.isRegularFile(into.resolve(LIST))) {
            throw new IllegalArgumentException(into + ": is no bundle, since it has no " + LIST + "; leave --networks out for a new one");
        }
        List<String> missing = needed(networks.isEmpty() ? names() : networks).stream()
                .filter(file -> networks.isEmpty() || !file.startsWith(TEXT)) // one that stayed as it was is not there
                .filter(file -> !Files.isRegularFile(runs.resolve(file))).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(runs + ": not everything is trained, there is no " + String.join(", ", missing)
                    + "; train it with goldpan-mini train --out " + runs);
        }
        if (Files.exists(into) && !Files.isRegularFile(into.resolve(LIST)) && !isEmptyFolder(into)) {
            throw new IllegalArgumentException(into + ": is no bundle, since it has no " + LIST + "; name another folder with --to");
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void copyTree(Path from, Path into) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, into.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** What was trained, each of {@code networks} in its place, with how it was trained. */
    static void copy(Path runs, Set<String> networks, Path into) throws IOException {
        Path model = into.resolve("mini");
        for (String network : networks) {
            Path run = runs.resolve(network);
            switch (network) {
                case VAE -> Assembly.network(run, model.resolve("vae"), MODEL);
                case UNET -> {
                    Assembly.network(run.resolve("unet"), model.resolve("unet"), MODEL);
                    if (Files.isDirectory(runs.resolve(TEXT))) {
                        Assembly.network(runs.resolve(TEXT), model.resolve("text_encoder"), "model.safetensors");
                    }
                }
                case SMALL -> Assembly.network(run.resolve("unet"), into.resolve("mini-small/unet"), MODEL);
                case JUDGE -> Assembly.network(run, into.resolve("judge"), "model.safetensors");
                default -> verifier(run, into.resolve("verifiers").resolve(network));
            }
            Files.copy(run.resolve("training.json"), Files.createDirectories(into.resolve("training")).resolve(network + ".json"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Lists the files in {@code made} and moves it to {@code into}, if its weights are not too large. @return the bytes of all files */
    static long place(Path made, Path into) throws IOException {
        long bytes = list(made);
        long weights = weights(made);
        if (weights > MOST) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%s: all weights together have %d bytes (%.2f MiB), more than"
                    + " %d MiB; what was there stays", into, weights, weights / (double) (1 << 20), MOST >> 20));
        }
        if (Files.exists(into)) {
            Path old = beside(into, "old");
            clear(old);
            Files.move(into, old);
            try {
                Files.move(made, into);
            } catch (IOException e) {
                Files.move(old, into);
                throw e;
            }
            clear(old);
        } else {
            Files.move(made, into);
        }
        return bytes;
    }

    private static long weights(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".safetensors")).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** A name that nobody else uses. */
    private static Path beside(Path folder, String end) {
        return folder.resolveSibling("." + folder.getFileName() + "." + ProcessHandle.current().pid() + "." + end);
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
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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

    /** @return the bytes of all files, the list too */
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
        return bytes + list.length();
    }

    /** SHA-256, in hexadecimal. */
    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
