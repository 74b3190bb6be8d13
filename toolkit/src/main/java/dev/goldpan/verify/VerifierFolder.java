package dev.goldpan.verify;

import dev.goldpan.nn.ConfigFile;
import dev.goldpan.nn.Weights;
import dev.goldpan.tensor.Device;
import dev.goldpan.tensor.Precision;
import dev.goldpan.tensor.TensorFile;
import dev.goldpan.tensor.TensorSource;
import dev.goldpan.text.ClipTokenizer;
import dev.goldpan.verify.net.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One network of transformers' layout on disk: {@code config.json}, {@code preprocessor_config.json}, weights, tokenizer files.
 * Remembers what was read, for the hash.
 */
public final class VerifierFolder {
    private static final String INDEX = ".index.json";
    private static final List<String> WEIGHTS =
            List.of("model.safetensors", "model.safetensors" + INDEX, "pytorch_model.bin", "pytorch_model.bin" + INDEX);
    private static final List<String> TOKENS = List.of("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json",
            "special_tokens_map.json");

    private final Path folder;
    private final Set<Path> read = new TreeSet<>();

    /** The network in {@code folder}. @throws IllegalArgumentException if there is no such folder */
    public VerifierFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + ": there is no such folder; a verifier's config.json and weights belong"
                    + " there");
        }
        this.folder = folder;
    }

    /** Its {@code config.json}. */
    public ConfigFile config() {
        return ConfigFile.read(noted("config.json"));
    }

    /** Its {@code preprocessor_config.json}. */
    public Preprocessing preprocessing() {
        return Preprocessing.read(noted("preprocessor_config.json"));
    }

    /** Its weights. */
    public Weights weights(Device device, Precision precision) {
        return Weights.of(source(), device, precision);
    }

    /** Its weights as they are stored. */
    public TensorSource source() {
        for (String name : WEIGHTS) {
            if (Files.isRegularFile(folder.resolve(name))) {
                TensorSource source = TensorFile.open(noted(name));
                if (name.endsWith(INDEX)) {
                    source.names().forEach(tensor -> read.add(Path.of(source.where(tensor)))); // every shard
                }
                return source;
            }
        }
        throw new IllegalArgumentException(folder + ": has no weights; looked for " + String.join(", ", WEIGHTS));
    }

    /** Its tokenizer. */
    public ClipTokenizer tokenizer() {
        TOKENS.stream().filter(name -> Files.isRegularFile(folder.resolve(name))).forEach(this::noted);
        try {
            return ClipTokenizer.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the tokenizer cannot be read (" + e + ")", e);
        }
    }

    /** A file beside them. @throws IllegalArgumentException if it is not there */
    public Path file(String name) {
        if (!Files.isRegularFile(folder.resolve(name))) {
            throw new IllegalArgumentException(folder.resolve(name) + ": the file is missing");
        }
        return noted(name);
    }

    /** The lines of a file beside them that are not blank; there is at least one. */
    List<String> lines(String name) {
        try {
            List<String> lines = Files.readAllLines(file(name)).stream().filter(line -> !line.isBlank()).toList();
            if (lines.isEmpty()) {
                throw new IllegalArgumentException(folder.resolve(name) + ": is empty");
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(name) + ": cannot be read (" + e + ")", e);
        }
    }

    /** SHA-256, in hexadecimal, of everything read so far and of {@code settings}. */
    public String hash(String settings) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(settings.getBytes(StandardCharsets.UTF_8));
            for (Path file : read) {
                digest.update((file.getFileName() + " " + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read (" + e + ")", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path noted(String name) {
        Path file = folder.resolve(name);
        read.add(file);
        return file;
    }
}
