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

    /** The same elsewhere, at another size. */
    public Placed at(double otherX, double otherY, double otherScale) {
        return new Placed(mention, subject, variant, colour, style, mirror, otherX, otherY, otherScale, angle,
                glyph().bounds(otherScale, mirror, angle).moved(otherX, otherY));
    }

    /** The same, facing the other way. */
    public Placed mirrored() {
        return new Placed(mention, subject, variant, colour, style, !mirror, x, y, scale, angle, glyph().bounds(scale, !mirror, angle).moved(x, y));
    }

    /** Another glyph in its place: as large to look at, with the same mirror and turn. */
    public Placed as(Glyph other, Colour otherColour, Style otherStyle) {
        double otherScale = other.scaleFor(scale / glyph().scaleFor(1));
        return new Placed(mention, other.subject(), other.variant(), otherColour, otherStyle, mirror, x, y, otherScale, angle,
                other.bounds(otherScale, mirror, angle).moved(x, y));
    }
}
