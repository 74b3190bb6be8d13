package dev.goldpan.mini.world;

/**
 * A small picture with transparency.
 *
 * @param argb row by row, 0xAARRGGBB, colours not multiplied by alpha
 */
public record Sprite(int width, int height, int[] argb) {

    public Sprite {
        if (argb.length != width * height) {
            throw new IllegalArgumentException("sprite of " + width + "x" + height + " has " + argb.length + " pixels");
        }
    }

    /** The pixel, or transparent black outside. */
    public int at(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? 0 : argb[y * width + x];
    }

    /** With a transparent margin on all sides. */
    Sprite padded(int margin) {
        int w = width + 2 * margin;
        int[] out = new int[w * (height + 2 * margin)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(argb, y * width, out, (y + margin) * w + margin, width);
        }
        return new Sprite(w, height + 2 * margin, out);
    }

    /** Mean colour of the opaque pixels, 0xRRGGBB. */
    int mean() {
        long r = 0;
        long g = 0;
        long b = 0;
        long n = 0;
        for (int pixel : argb) {
            if (Rgb.alpha(pixel) > 127) {
                r += Rgb.red(pixel);
                g += Rgb.green(pixel);
                b += Rgb.blue(pixel);
                n++;
            }
        }
        return n == 0 ? 0 : (int) (r / n) << 16 | (int) (g / n) << 8 | (int) (b / n);
    }
}
