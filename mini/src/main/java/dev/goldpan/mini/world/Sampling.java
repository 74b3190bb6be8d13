package dev.goldpan.mini.world;

/** Reads a sprite through the placement of a thing: mean colours over squares of the picture, by bilinear supersampling. */
final class Sampling {

    private final Sprite sprite;
    private final Placed thing;
    private final int side;
    private final int samples;
    private final double cos;
    private final double sin;

    /** @param side of the squares, in pixels of the picture */
    Sampling(Sprite sprite, Placed thing, int side) {
        this.sprite = sprite;
        this.thing = thing;
        this.side = side;
        this.samples = Math.max(2, (int) Math.ceil(side / thing.scale()));
        this.cos = StrictMath.cos(thing.angle()) / thing.scale();
        this.sin = StrictMath.sin(thing.angle()) / thing.scale();
    }

    /** Mean premultiplied red, green, blue (0 to 255) and alpha (0 to 1) over the square whose corner is (x, y). */
    void mean(int x, int y, double[] out) {
        double weight = 1.0 / (samples * samples);
        out[0] = 0;
        out[1] = 0;
        out[2] = 0;
        out[3] = 0;
        for (int j = 0; j < samples; j++) {
            double dy = y + (j + 0.5) * side / samples - thing.y();
            for (int i = 0; i < samples; i++) {
                double dx = x + (i + 0.5) * side / samples - thing.x();
                double u = dx * cos + dy * sin;
                double v = dy * cos - dx * sin;
                bilinear((thing.mirror() ? -u : u) + sprite.width() / 2.0 - 0.5, v + sprite.height() / 2.0 - 0.5, weight, out);
            }
        }
    }

    /** Adds the interpolated colour at a point of the sprite; (0, 0) is the centre of its first pixel. */
    private void bilinear(double x, double y, double weight, double[] out) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        if (x0 < -1 || y0 < -1 || x0 >= sprite.width() || y0 >= sprite.height()) {
            return;
        }
        double fx = x - x0;
        double fy = y - y0;
        add(sprite.at(x0, y0), weight * (1 - fx) * (1 - fy), out);
        add(sprite.at(x0 + 1, y0), weight * fx * (1 - fy), out);
        add(sprite.at(x0, y0 + 1), weight * (1 - fx) * fy, out);
        add(sprite.at(x0 + 1, y0 + 1), weight * fx * fy, out);
    }

    private static void add(int argb, double weight, double[] out) {
        double alpha = weight * Rgb.alpha(argb) / 255;
        if (alpha > 0) {
            out[0] += Rgb.red(argb) * alpha;
            out[1] += Rgb.green(argb) * alpha;
            out[2] += Rgb.blue(argb) * alpha;
            out[3] += alpha;
        }
    }
}
