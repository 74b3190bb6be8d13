package dev.goldpan.mini.world;

/** A square picture of {@value #SIDE} pixels a side being drawn; three colour planes of values 0 to 255. */
final class Canvas {

    static final int SIDE = 128;

    private final double[][] plane = new double[3][SIDE * SIDE];

    Canvas(Background background) {
        for (int i = 0; i < SIDE * SIDE; i++) {
            int rgb = background.at(i % SIDE, i / SIDE);
            plane[0][i] = Rgb.red(rgb);
            plane[1][i] = Rgb.green(rgb);
            plane[2][i] = Rgb.blue(rgb);
        }
    }

    /** Lays a colour over a pixel; nothing happens outside. */
    void lay(int x, int y, double[] premultiplied) {
        if (x < 0 || y < 0 || x >= SIDE || y >= SIDE) {
            return;
        }
        int i = y * SIDE + x;
        for (int c = 0; c < 3; c++) {
            plane[c][i] = plane[c][i] * (1 - premultiplied[3]) + premultiplied[c];
        }
    }

    /** Writes the planes red, green, blue as unsigned bytes. */
    void write(byte[] into, int offset) {
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < SIDE * SIDE; i++) {
                into[offset + c * SIDE * SIDE + i] = (byte) Math.min(255, Math.max(0, (int) (plane[c][i] + 0.5)));
            }
        }
    }
}
