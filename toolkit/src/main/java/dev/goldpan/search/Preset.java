package dev.goldpan.search;

import java.util.List;

/**
 * An algorithm by name.
 *
 * @param name as users write it
 * @param algorithm with the settings it has unless told otherwise
 * @param summary in a line
 * @param source of algorithm and settings
 */
public record Preset(String name, Algorithm algorithm, String summary, String source) {
    /** Brings algorithms of others: a jar that names an implementation in {@code META-INF/services} is found. */
    @FunctionalInterface
    public interface Provider {
        /** What there is in the jar. */
        List<Preset> presets();
    }
}
