package dev.goldpan.mini.world;

/** Draws scenes by supersampling: byte for byte the same everywhere, since only exact IEEE arithmetic is used. */
public final class Renderer {

    /** Width and height of a picture in pixels. */
    public static final int SIDE = Canvas.SIDE;

    /** Bytes of a picture: red, green and blue planes. */
    public static final int BYTES = 3 * SIDE * SIDE;

    /** Side of the blocks of pixel art, as a part of the drawn glyph, and at least this many pixels. */
    private static final double BLOCK = 1 / 15.0;
    private static final int SMALLEST_BLOCK = 4;

    private Renderer() { }

    /** The picture as unsigned bytes [3, SIDE, SIDE]. */
    public static byte[] render(Scene scene) {
        byte[] picture = new byte[BYTES];
        render(scene, picture, 0);
        return picture;
    }

    /** Draws into a batch buffer, from this offset. */
    public static void render(Scene scene, byte[] into, int offset) {
        Canvas canvas = new Canvas(scene.background());
        for (Placed thing : scene.things()) {
            draw(canvas, thing);
        }
        canvas.write(into, offset);
    }

    private static void draw(Canvas canvas, Placed thing) {
        Sprite sprite = Painter.paint(thing.glyph(), thing.colour(), thing.style());
        double reach = thing.scale() * Math.max(sprite.width(), sprite.height());
        boolean pixelated = thing.style() == Style.PIXELATED;
        int block = pixelated ? Math.max(SMALLEST_BLOCK, (int) Math.round(reach * BLOCK)) : 1;
        int samples = Math.max(2, (int) Math.ceil(block / thing.scale()));
        int left = (int) Math.floor(thing.x() - reach * 0.75);
        int top = (int) Math.floor(thing.y() - reach * 0.75);
        int across = (int) Math.ceil(reach * 1.5 / block) + 1;
        double[] colour = new double[4];
        for (int j = 0; j < across; j++) {
            for (int i = 0; i < across; i++) {
                sample(sprite, thing, left + i * block, top + j * block, block, samples, colour);
                if (pixelated) {
                    harden(colour);
                }
                if (colour[3] > 0) {
                    for (int k = 0; k < block * block; k++) {
                        canvas.lay(left + i * block + k % block, top + j * block + k / block, colour);
                    }
                }
            }
        }
    }

    /** All or nothing: a block is opaque when at least half of it is covered. */
    private static void harden(double[] colour) {
        double keep = colour[3] >= 0.5 ? 1 / colour[3] : 0;
        for (int c = 0; c < 4; c++) {
            colour[c] *= keep;
        }
    }

    /** Mean premultiplied colour (0 to 255) and alpha (0 to 1) of the sprite over a square of the picture. */
    private static void sample(Sprite sprite, Placed thing, int x, int y, int side, int samples, double[] out) {
        double cos = StrictMath.cos(thing.angle()) / thing.scale();
        double sin = StrictMath.sin(thing.angle()) / thing.scale();
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
                bilinear(sprite, (thing.mirror() ? -u : u) + sprite.width() / 2.0 - 0.5, v + sprite.height() / 2.0 - 0.5, weight, out);
            }
        }
    }

    /** Adds the interpolated premultiplied colour at a point of the sprite (0 is the centre of the first pixel). */
    private static void bilinear(Sprite sprite, double x, double y, double weight, double[] out) {
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
        out[0] += Rgb.red(argb) * alpha;
        out[1] += Rgb.green(argb) * alpha;
        out[2] += Rgb.blue(argb) * alpha;
        out[3] += alpha;
    }
}
