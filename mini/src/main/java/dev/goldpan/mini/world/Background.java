package dev.goldpan.mini.world;

import java.util.List;

/**
 * Two soft colours behind the subjects. Captions never mention it.
 *
 * @param first, second 0xRRGGBB
 * @param at where the second begins, in pixels; unused by a fade
 */
public record Background(Kind kind, int first, int second, double at) {

    /** Split across, split upright, or fading downwards. */
    public enum Kind { ROWS, COLUMNS, FADE }

    /** The soft colours: sky, mint, sand, lilac, rose, stone, lagoon, slate, sage, clay. */
    static final List<Integer> PALETTE = List.of(
            0xBFD9EE, 0xC4E3CC, 0xEBDCB4, 0xD6CAE8, 0xF0D0CB, 0xCBC7BF, 0x9CC6C6, 0x93A6BC, 0xAABA96, 0xCFAE93);

    /** The colour of a pixel. */
    int at(int x, int y) {
        return switch (kind) {
            case ROWS -> y < at ? first : second;
            case COLUMNS -> x < at ? first : second;
            case FADE -> Rgb.mix(first, second, y / (Canvas.SIDE - 1.0));
        };
    }
}
