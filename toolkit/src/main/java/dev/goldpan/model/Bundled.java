package dev.goldpan.model;

import dev.goldpan.tensor.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The networks that come with Goldpan, in an artifact of their own ({@code goldpan-mini-weights}). Their files are unpacked into the
 * {@link CacheFolder} on first use, under a name that changes with their content, and are then like any files.
 */
public final class Bundled {
    /** The bundled models; the first is the one that is used where nobody names one. */
    public static final List<String> MODELS = List.of("mini", "mini-small");

    private static final String RESOURCES = "/dev/goldpan/weights/";
    private static final String LIST = "files.txt";
    private static final String VERIFIERS = "verifiers";

    private Bundled() {}

    /** Whether the artifact is on the class path. */
    public static boolean isThere() {
        return Bundled.class.getResource(RESOURCES + LIST) != null;
    }

    /** The checkpoint called {@code name}. */
    static ModelFiles model(String name) {
        Path folder = folder();
        ModelFiles files = ModelFiles.folder(folder.resolve(MODELS.get(0)), name);
        if (!name.equals(MODELS.get(0))) { // trained on the same latents and the same text encoder
            files.take(Part.UNET, folder.resolve(name).resolve(Part.UNET.toString()));
        }
        return files;
    }

    /** Folder of the verifiers' networks, one folder each. */
    public static Path verifiers() {
        return folder().resolve(VERIFIERS);
    }

    /** Names of the verifiers' networks that are among them; none without the artifact. */
    public static Set<String> networks() {
        try {
            return !isThere() ? Set.of() : list().lines().map(line -> Packed.of(line).path()).filter(path -> path.startsWith(VERIFIERS + "/"))
                    .map(path -> path.split("/")[1]).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folder of the judge. */
    public static Path judge() {
        return folder().resolve("judge");
    }

    /** One file of the artifact. @param hash SHA-256, in hexadecimal */
    private record Packed(String hash, long bytes, String path) {
        static Packed of(String line) {
            String[] fields = line.split(" ", 3);
            return new Packed(fields[0], Long.parseLong(fields[1]), fields[2]);
        }
    }

    /** The folder with everything, unpacked if it is not there. */
    static synchronized Path folder() {
        try {
            String list = list();
            Path folder = folder(CacheFolder.path(), list);
            return isWhole(folder, files(list)) ? folder : unpacked(folder, files(list));
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled model cannot be unpacked to " + CacheFolder.path() + " (" + e.getMessage()
                    + "); name another folder in GOLDPAN_CACHE", e);
        }
    }

    private static Path folder(Path cache, String list) {
        return cache.resolve("weights-" + hash(list.getBytes(StandardCharsets.UTF_8)).substring(0, 12));
    }

    private static List<Packed> files(String list) {
        return list.lines().map(Packed::of).toList();
    }

    /** Unpacks to {@code cache} as a process does that found nothing there, whatever came there since. */
    static Path unpacked(Path cache) throws IOException {
        return unpacked(folder(cache, list()), files(list()));
    }

    private static String list() throws IOException {
        try (InputStream in = Bundled.class.getResourceAsStream(RESOURCES + LIST)) {
            if (in == null) {
                throw new IllegalArgumentException("--model: the bundled model is not on the class path; add the artifact"
                        + " goldpan-mini-weights, or name a checkpoint");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isWhole(Path folder, List<Packed> files) throws IOException {
        for (Packed file : files) {
            Path path = folder.resolve(file.path());
            if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) {
                return false;
            }
        }
        return true;
    }

    /** Unpacks beside {@code folder} and moves there, so that no process ever sees half of it. */
    private static Path unpacked(Path folder, List<Packed> files) throws IOException {
        Files.createDirectories(folder.getParent());
        Path partial = Files.createTempDirectory(folder.getParent(), "unpacking-");
        try {
            for (Packed file : files) {
                Path into = partial.resolve(file.path());
                Files.createDirectories(into.getParent());
                try (InputStream in = Bundled.class.getResourceAsStream(RESOURCES + file.path())) {
                    if (in == null) {
                        throw new IOException(file.path() + " is missing in the artifact");
                    }
                    byte[] content = in.readAllBytes();
                    if (!hash(content).equals(file.hash())) {
                        throw new IOException(file.path() + " is damaged in the artifact");
                    }
                    Files.write(into, content);
                }
            }
            if (isWhole(folder, files)) {
                delete(partial); // another process was faster
                return folder;
            }
            if (Files.exists(folder)) { // damaged; a process that reads the old files keeps them
                Files.move(folder, Files.createTempDirectory(folder.getParent(), "damaged-").resolve("weights"));
            }
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            delete(partial); // another process was faster
        } catch (FileSystemException e) {
            delete(partial);
            throw e;
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(all::add);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(all.get(i));
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
