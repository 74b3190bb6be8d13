package dev.goldpan.verify.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Answers that were paid for, one file each, named by the hash of everything that was asked. A file is there whole or not at all,
 * whenever the process is killed; several processes may share the folder.
 *
 * @param folder where they lie, made when the first one comes
 */
record AnswerStore(Path folder) {
    private static final long LARGEST = LimitedBody.MOST;

    /** The answer to what hashes to {@code key}, as the model gave it; whoever reads it checks it. */
    Optional<String> get(String key) {
        Path file = path(key);
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) { // not readable, or no text: as if it were not there
            return Optional.empty();
        }
    }

    /** Keeps an answer; the last one stays. */
    void put(String key, String answer) {
        Path file = path(key);
        try {
            Files.createDirectories(file.getParent());
            Path partial = Files.createTempFile(file.getParent(), ".", ".part");
            try {
                try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                    ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path path(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
    }
}
