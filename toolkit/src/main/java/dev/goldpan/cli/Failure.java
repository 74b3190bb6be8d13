package dev.goldpan.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An end that was not wanted, as its user sees it.
 *
 * @param exitCode {@link Main#WRONG} when the user can put it right, else {@link Main#FAILED}
 * @param line what happened, where, and what to do
 */
record Failure(int exitCode, String line) {
    // libtorch: "... you tried to allocate 140737488355328 bytes", CUDA: "CUDA out of memory. Tried to allocate 2.00 GiB"
    private static final Pattern CPU_MEMORY = Pattern.compile("DefaultCPUAllocator: .*?allocate (\\d+) bytes", Pattern.DOTALL);
    private static final Pattern CUDA_MEMORY = Pattern.compile("CUDA out of memory\\. Tried to allocate ([\\d.]+ \\w+)");
    private static final Pattern CHECK = Pattern.compile("^\\[enforce fail at [^]]*\\]\\s*");
    private static final String REMEDY = "; use a smaller --size or --batch, or --precision bf16";

    /** What {@code thrown} means to a user. */
    static Failure of(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof UncheckedIOException unchecked) {
            boolean bare = message.equals(unchecked.getCause().toString());
            Failure cause = of(unchecked.getCause());
            return bare ? cause : new Failure(cause.exitCode, oneLine(message));
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Failure(Main.WRONG, "out of memory in Java (" + oneLine(message)
                    + "); allow more with GOLDPAN_JAVA_OPTS=-Xmx4g");
        }
        Matcher cpu = CPU_MEMORY.matcher(message);
        if (cpu.find()) {
            return new Failure(Main.WRONG, "out of memory: one tensor of " + Bytes.text(Long.parseLong(cpu.group(1)))
                    + " was needed" + REMEDY);
        }
        Matcher cuda = CUDA_MEMORY.matcher(message);
        if (cuda.find()) {
            return new Failure(Main.WRONG, "out of memory on the CUDA device: one tensor of " + cuda.group(1)
                    + " was needed" + REMEDY);
        }
        if (thrown instanceof CancellationException) {
            return new Failure(Main.FAILED, oneLine(message));
        }
        if (thrown instanceof IllegalArgumentException) {
            return new Failure(Main.WRONG, oneLine(message));
        }
        return thrown instanceof IOException io ? of(io) : unexpected(thrown, message);
    }

    private static Failure of(IOException thrown) {
        String message = oneLine(String.valueOf(thrown.getMessage()));
        if (thrown instanceof NoSuchFileException) {
            return new Failure(Main.WRONG, message + ": there is no such file or folder");
        }
        if (thrown instanceof AccessDeniedException) {
            return new Failure(Main.WRONG, message + ": access denied");
        }
        if (thrown instanceof NotDirectoryException) {
            return new Failure(Main.WRONG, message + ": is not a folder");
        }
        return new Failure(Main.FAILED, thrown instanceof FileSystemException ? message : "input or output failed: " + message);
    }

    private static Failure unexpected(Throwable thrown, String message) {
        boolean engine = message.contains("Exception raised from") || message.contains("frame #0");
        String what = engine ? "the engine failed: " : "failed unexpectedly, " + thrown.getClass().getSimpleName() + ": ";
        return new Failure(Main.FAILED, what + oneLine(CHECK.matcher(message).replaceFirst(""))
                + " (--debug shows where; please report it)");
    }

    private static String oneLine(String message) {
        return message.lines().findFirst().orElse("").strip();
    }
}
