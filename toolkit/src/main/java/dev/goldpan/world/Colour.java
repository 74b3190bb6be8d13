package dev.goldpan.world;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A colour a caption can name, the eleven of the Attend-and-Excite prompts, or {@link #NATURAL} where it names none. The
 * order fixes class indices.
 */
public enum Colour {
    NATURAL, RED, ORANGE, YELLOW, GREEN, BLUE, PURPLE, PINK, BROWN, BLACK, GRAY, WHITE;

    private static final Map<String, Colour> BY_WORD =
            Arrays.stream(values()).skip(1).collect(Collectors.toMap(Colour::word, Function.identity()));

    /** The word in captions; empty for {@link #NATURAL}. */
    public String word() {
        return this == NATURAL ? "" : name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Colour> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The eleven colours that have a word. */
    public static List<Colour> named() {
        return Arrays.stream(values()).skip(1).toList();
    }
}
