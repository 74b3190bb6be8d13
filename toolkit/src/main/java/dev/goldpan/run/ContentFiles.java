package dev.goldpan.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Files named by the SHA-256 of their content. A file is there whole or not at all, and stays after a power cut.
 *
 * @param folder where they lie, made when the first one comes
 * @param ending of their names
 */
public record ContentFiles(Path folder, String ending) {
    /** Keeps {@code content}. @return its hash in hexadecimal @throws UncheckedIOException where there is no room, in one line */
    public String put(byte[] content) {
        String hash = hash(content);
        Path file = path(hash);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                write(content, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e.getMessage() + "); what was finished before is safe: make"
                    + " room, then 'goldpan resume " + folder.getParent() + "' goes on", e);
        }
        return hash;
    }

    private static void write(byte[] content, Path file) throws IOException {
        Path partial = Files.createTempFile(file.getParent(), ".", ".part");
        try {
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The content of {@code hash}. @throws IllegalArgumentException if it is missing or was changed */
    public byte[] get(String hash) {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a content hash: " + hash);
        }
        Path file = path(hash);
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + ": there is no such file");
            }
            byte[] content = Files.readAllBytes(file);
            if (!hash(content).equals(hash)) {
                throw new IllegalArgumentException(file + " is damaged: its content is not what its name says");
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the file of {@code hash} is, or would be. */
    public Path path(String hash) {
        return folder.resolve(hash.substring(0, 2)).resolve(hash + ending);
    }

    public static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
