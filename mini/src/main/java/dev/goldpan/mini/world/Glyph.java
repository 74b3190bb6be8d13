package dev.goldpan.mini.world;

import dev.goldpan.world.Box;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * One emoji bitmap of a subject, with the outline points that bound it.
 *
 * @param outline x and y, relative to the centre of the sprite, of the outermost opaque pixel corners of every row
 */
public record Glyph(Subject subject, int variant, Sprite sprite, List<double[]> outline) {

    static Glyph of(Subject subject, int variant, Sprite sprite) {
        List<double[]> outline = new ArrayList<>();
        double cx = sprite.width() / 2.0;
        double cy = sprite.height() / 2.0;
        for (int y = 0; y < sprite.height(); y++) {
            int first = -1;
            int last = -1;
            for (int x = 0; x < sprite.width(); x++) {
                if (Rgb.alpha(sprite.at(x, y)) > 127) {
                    first = first < 0 ? x : first;
                    last = x;
                }
            }
            if (first >= 0) {
                outline.add(new double[] {first - cx, y - cy});
                outline.add(new double[] {first - cx, y + 1 - cy});
                outline.add(new double[] {last + 1 - cx, y - cy});
                outline.add(new double[] {last + 1 - cx, y + 1 - cy});
            }
        }
        return new Glyph(subject, variant, sprite, List.copyOf(outline));
    }

    /** The scale at which the glyph looks {@code size} pixels large: flat shapes are allowed a longer side, within 15 %. */
    public double scaleFor(double size) {
        double longer = Math.max(sprite.width(), sprite.height());
        double shorter = Math.min(sprite.width(), sprite.height());
        return size * Math.min(1.15 / longer, 1 / (0.7 * longer + 0.3 * shorter));
    }

    /** The bounding box around (0, 0) after mirroring, scaling and turning by {@code angle} radians. */
    public Box bounds(double scale, boolean mirror, double angle) {
        double cos = StrictMath.cos(angle) * scale;
        double sin = StrictMath.sin(angle) * scale;
        double x0 = Double.MAX_VALUE;
        double y0 = Double.MAX_VALUE;
        double x1 = -Double.MAX_VALUE;
        double y1 = -Double.MAX_VALUE;
        for (double[] point : outline) {
            double px = mirror ? -point[0] : point[0];
            double x = px * cos - point[1] * sin;
            double y = px * sin + point[1] * cos;
            x0 = Math.min(x0, x);
            x1 = Math.max(x1, x);
            y0 = Math.min(y0, y);
            y1 = Math.max(y1, y);
        }
        return new Box(x0, y0, x1, y1);
    }
}
