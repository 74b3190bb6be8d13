package dev.goldpan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.Locale;

/** Places to write to. */
final class Destination {
    private static final int LONGEST = 60;

    private Destination() {}

    /** Fails at once if {@code folder} could not be written to after hours of work. @param option that asked for it */
    static void check(String option, Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new IllegalArgumentException(option + ": " + existing + " is not a folder");
        }
        if (!Files.isWritable(existing)) {
            throw new IllegalArgumentException(option + ": nothing can be written to " + existing);
        }
    }

    /** Fails at once if {@code file} could not be written after hours of work. @param option that asked for it */
    static void checkFile(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + ": " + file + " is a folder; name a file");
        }
        check(option, file.toAbsolutePath().getParent());
    }

    /** Writes {@code file}, which has its old content or all of the new at any moment, and makes its folder. */
    static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) { // createDirectories fails at a link to a folder
            Files.createDirectories(folder);
        }
        Path partial = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(partial, content);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** A folder in {@code parent} named after {@code prompt} that is not there yet. */
    static Path fresh(Path parent, String prompt) {
        String stem = stem(prompt);
        for (int number = 1; ; number++) {
            Path folder = parent.resolve(number == 1 ? stem : stem + "-" + number);
            if (!Files.exists(folder)) {
                return folder;
            }
        }
    }

    /** A file name's beginning that says what {@code prompt} says. */
    static String stem(String prompt) {
        String plain = Normalizer.normalize(prompt, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "").replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shortened = plain.length() > LONGEST ? plain.substring(0, LONGEST).replaceAll("-[^-]*$", "") : plain;
        return shortened.isEmpty() ? "image" : shortened;
    }
}
