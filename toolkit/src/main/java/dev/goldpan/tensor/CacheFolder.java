package dev.goldpan.tensor;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Where files are kept that can be made or paid for again: {@code $GOLDPAN_CACHE}, else {@code $XDG_CACHE_HOME/goldpan}, else
 * {@code ~/.cache/goldpan}.
 */
public final class CacheFolder {
    private CacheFolder() {}

    /** The folder, which need not be there yet. */
    public static Path path() {
        Map<String, String> environment = System.getenv();
        String own = environment.getOrDefault("GOLDPAN_CACHE", System.getProperty("goldpan.cache", ""));
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String general = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!general.isBlank() && Path.of(general).isAbsolute()) {
            return Path.of(general).resolve("goldpan");
        }
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        String local = environment.getOrDefault("LOCALAPPDATA", "");
        return windows && !local.isBlank() ? Path.of(local).resolve("goldpan").resolve("cache")
                : Path.of(System.getProperty("user.home")).resolve(".cache").resolve("goldpan");
    }
}
