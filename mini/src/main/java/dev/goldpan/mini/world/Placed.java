package dev.goldpan.mini.world;

import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;

/**
 * One thing in the picture, with everything that is true about it.
 *
 * @param mention index of the caption's mention it belongs to
 * @param variant which of the subject's glyphs
 * @param x, y centre of the glyph's bitmap in pixels
 * @param scale pixels per pixel of the glyph's bitmap
 * @param angle radians, clockwise
 * @param box tight around its opaque pixels
 */
public record Placed(int mention, Subject subject, int variant, Colour colour, Style style,
                     boolean mirror, double x, double y, double scale, double angle, Box box) {

    public Glyph glyph() {
        return Glyphs.of(subject).get(variant);
    }
}
