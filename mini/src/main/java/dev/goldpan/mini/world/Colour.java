package dev.goldpan.mini.world;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A colour a caption can name, the eleven of the Attend-and-Excite prompts, or {@link #NATURAL} where it names none. Each is a
 * ramp (dark, middle, light as 0xRRGGBB) along which the shades of a glyph are mapped. The order fixes class indices.
 */
public enum Colour {
    NATURAL(0, 0, 0),
    RED(0x6E0A12, 0xDC2430, 0xFF9C98),
    ORANGE(0x9C4300, 0xF98A16, 0xFFD3A0),
    YELLOW(0xA37A00, 0xFBD51E, 0xFFF6B8),
    GREEN(0x0E4A1E, 0x2FA548, 0xA9E5B0),
    BLUE(0x0B2470, 0x2463DC, 0x9CC2FF),
    PURPLE(0x3A0F5E, 0x8A38BE, 0xD6AEF0),
    PINK(0xA82E6E, 0xFC83BE, 0xFFD6EA),
    BROWN(0x35190A, 0x83502A, 0xC79E78),
    BLACK(0x060608, 0x26272B, 0x74767C),
    GRAY(0x3A3C40, 0x8D9096, 0xCDD0D4),
    WHITE(0x85898F, 0xF0F1F3, 0xFFFFFF);

    private static final Map<String, Colour> BY_WORD =
            Arrays.stream(values()).skip(1).collect(Collectors.toMap(Colour::word, Function.identity()));

    private final int dark;
    private final int middle;
    private final int light;

    Colour(int dark, int middle, int light) {
        this.dark = dark;
        this.middle = middle;
        this.light = light;
    }

    /** The word in captions; empty for {@link #NATURAL}. */
    public String word() {
        return this == NATURAL ? "" : name().toLowerCase(Locale.ROOT);
    }

    /** The typical value, 0xRRGGBB. Not for {@link #NATURAL}. */
    public int rgb() {
        return middle;
    }

    /** The ramp at shade 0 (dark) to 0.5 (middle) to 1 (light), 0xRRGGBB. Not for {@link #NATURAL}. */
    public int shade(double at) {
        double t = Math.min(1, Math.max(0, at));
        return t < 0.5 ? Rgb.mix(dark, middle, 2 * t) : Rgb.mix(middle, light, 2 * t - 1);
    }

    public static Optional<Colour> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The eleven colours that have a word. */
    public static List<Colour> named() {
        return Arrays.stream(values()).skip(1).toList();
    }
}
