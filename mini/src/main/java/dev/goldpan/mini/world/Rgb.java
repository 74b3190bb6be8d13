package dev.goldpan.mini.world;

/** Arithmetic on colours packed as 0xAARRGGBB or 0xRRGGBB. */
final class Rgb {

    private Rgb() { }

    static int red(int rgb) {
        return rgb >> 16 & 255;
    }

    static int green(int rgb) {
        return rgb >> 8 & 255;
    }

    static int blue(int rgb) {
        return rgb & 255;
    }

    static int alpha(int argb) {
        return argb >>> 24;
    }

    static int pack(int alpha, int rgb) {
        return alpha << 24 | rgb & 0xFFFFFF;
    }

    /** Linear between two colours: {@code from} at 0, {@code to} at 1. Alpha is dropped. */
    static int mix(int from, int to, double at) {
        int r = (int) Math.round(red(from) + (red(to) - red(from)) * at);
        int g = (int) Math.round(green(from) + (green(to) - green(from)) * at);
        int b = (int) Math.round(blue(from) + (blue(to) - blue(from)) * at);
        return r << 16 | g << 8 | b;
    }

    /** Luma (Rec. 601 weights), 0 to 255. */
    static double luma(int rgb) {
        return 0.299 * red(rgb) + 0.587 * green(rgb) + 0.114 * blue(rgb);
    }

    /** Distance with the usual cheap perceptual weights (2, 4, 3 on squared differences); black to white is 765. */
    static double distance(int a, int b) {
        int r = red(a) - red(b);
        int g = green(a) - green(b);
        int u = blue(a) - blue(b);
        return Math.sqrt(2.0 * r * r + 4.0 * g * g + 3.0 * u * u);
    }
}
