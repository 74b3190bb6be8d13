package dev.goldpan.mini.world;

import dev.goldpan.world.Style;

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
        boolean pixelated = thing.style() == Style.PIXELATED;
        double longer = thing.scale() * Math.max(sprite.width(), sprite.height());
        int block = pixelated ? Math.max(SMALLEST_BLOCK, (int) Math.round(longer * BLOCK)) : 1;
        Sampling sampling = new Sampling(sprite, thing, block);
        double rim = Painter.MARGIN * thing.scale() + 1;
        int left = (int) Math.floor(thing.box().x0() - rim);
        int top = (int) Math.floor(thing.box().y0() - rim);
        double[] colour = new double[4];
        for (int y = top; y < thing.box().y1() + rim; y += block) {
            for (int x = left; x < thing.box().x1() + rim; x += block) {
                sampling.mean(x, y, colour);
                if (pixelated) {
                    harden(colour);
                }
                if (colour[3] > 0) {
                    for (int k = 0; k < block * block; k++) {
                        canvas.lay(x + k % block, y + k / block, colour);
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
}
