package dev.goldpan.mini.world;

import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import java.util.Arrays;

/** Colours and styles a glyph at its own resolution. */
public final class Painter {

    /** Transparent margin of a painted sprite, room for the outline of a sketch. */
    static final int MARGIN = 4;

    /** Luma steps from the median to the ends of a colour ramp: shading stays, and never runs over into another colour. */
    private static final double REACH = 190;

    static final int PAPER = 0xFBFAF4;
    private static final int PENCIL = 0x26262C;
    private static final int STRIPE = 14;

    private Painter() { }

    /** The glyph in this colour and style, with a margin of {@value #MARGIN} pixels on each side. */
    public static Sprite paint(Glyph glyph, Colour colour, Style style) {
        Sprite plain = glyph.sprite().padded(MARGIN);
        Sprite coloured = colour == Colour.NATURAL ? plain : recoloured(plain, colour);
        return switch (style) {
            case PLAIN, PIXELATED -> coloured;
            case SKETCHED -> sketched(plain, colour);
            case STRIPED -> striped(coloured);
        };
    }

    /** Maps every shade along the colour's ramp, with the median shade at the colour itself. */
    private static Sprite recoloured(Sprite sprite, Colour colour) {
        double median = medianLuma(sprite);
        Ramp ramp = Ramp.of(colour);
        int[] out = new int[sprite.argb().length];
        for (int i = 0; i < out.length; i++) {
            int pixel = sprite.argb()[i];
            double shade = 0.5 + (Rgb.luma(pixel) - median) / REACH;
            out[i] = Rgb.pack(Rgb.alpha(pixel), ramp.at(shade));
        }
        return new Sprite(sprite.width(), sprite.height(), out);
    }

    private static double medianLuma(Sprite sprite) {
        int[] luma = Arrays.stream(sprite.argb()).filter(p -> Rgb.alpha(p) > 127)
                .map(p -> (int) Math.round(Rgb.luma(p))).sorted().toArray();
        return luma[luma.length / 2];
    }

    /** Dark lines along the edges of colour and of the shape, on paper, or on a flat fill where the caption names a colour. */
    private static Sprite sketched(Sprite sprite, Colour colour) {
        int fill = colour == Colour.NATURAL ? PAPER : Ramp.of(colour).middle();
        int line = Rgb.luma(fill) < 70 ? 0xD8D8DC : PENCIL;
        int w = sprite.width();
        int[] out = new int[sprite.argb().length];
        for (int y = 0; y < sprite.height(); y++) {
            for (int x = 0; x < w; x++) {
                double ink = Math.min(1, Math.max(0, (contrast(sprite, x, y) - 60) / 60));
                int alpha = Rgb.alpha(sprite.at(x, y));
                int covered = (int) Math.round(alpha + (255 - alpha) * ink);
                out[y * w + x] = Rgb.pack(covered, Rgb.mix(fill, line, ink));
            }
        }
        return new Sprite(w, sprite.height(), out);
    }

    /** The largest colour difference across the pixel over four directions; outside counts as white paper far away. */
    private static double contrast(Sprite sprite, int x, int y) {
        double most = 0;
        for (int[] d : new int[][] {{2, 0}, {0, 2}, {1, 1}, {1, -1}}) {
            int a = sprite.at(x - d[0], y - d[1]);
            int b = sprite.at(x + d[0], y + d[1]);
            double edge = Rgb.distance(a, b) * Math.min(Rgb.alpha(a), Rgb.alpha(b)) / 255;
            double rim = 3.0 * Math.abs(Rgb.alpha(a) - Rgb.alpha(b));
            most = Math.max(most, Math.max(edge, rim));
        }
        return most;
    }

    /** Diagonal stripes, dark on light sprites and light on dark ones. */
    private static Sprite striped(Sprite sprite) {
        int stripe = Rgb.luma(sprite.mean()) > 110 ? 0x1D2340 : 0xF4F4EE;
        int[] out = sprite.argb().clone();
        for (int i = 0; i < out.length; i++) {
            int along = i % sprite.width() + i / sprite.width();
            if (along / STRIPE % 2 == 0) {
                out[i] = Rgb.pack(Rgb.alpha(out[i]), Rgb.mix(out[i], stripe, 0.6));
            }
        }
        return new Sprite(sprite.width(), sprite.height(), out);
    }
}
