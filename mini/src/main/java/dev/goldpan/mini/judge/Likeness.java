package dev.goldpan.mini.judge;

/**
 * How much of a thing is left in a picture that a model made of it. Compared are its details, the lightness without what is larger than
 * {@value #LARGE} pixels: twice their product over the sum of their squares, the structure term of the structural similarity of Wang et al.
 * (2004), over the pixels that showed the thing, where it lies best within {@value #NEAR} pixels.
 */
final class Likeness {
    private static final int NEAR = 4;
    private static final int STRIDE = 2;
    private static final double FINE = 0.8;
    private static final double LARGE = 3;
    private static final double VISIBLE = 0.05;
    private static final double FLAT = 1e-4; // energy of a pixel below which there is no detail
    /** Up to where a viewer tells the thing, and from where nobody does; by looking at things so ordered. */
    private static final double PLAIN = 0.65;
    private static final double LOST = 0.3;

    private final boolean[] shows;

    /** Of the thing that is in one picture and not in the other. */
    Likeness(Picture with, Picture without) {
        shows = new boolean[Picture.PIXELS];
        for (int i = 0; i < shows.length; i++) {
            double change = 0;
            for (int c = i; c < 3 * Picture.PIXELS; c += Picture.PIXELS) {
                change += Math.abs(with.values()[c] - without.values()[c]);
            }
            shows[i] = change > VISIBLE;
        }
    }

    /** How little can be told of it now, 0 for plainly seen to 1 for anything. */
    double harm(Picture before, Picture after) {
        return Math.min(1, Math.max(0, (PLAIN - of(before, after)) / (PLAIN - LOST)));
    }

    /** -1 to 1; 1 where nothing changed. */
    double of(Picture before, Picture after) {
        float[] was = details(before);
        float[] is = details(after);
        double most = -1;
        for (int dy = -NEAR; dy <= NEAR; dy += STRIDE) {
            for (int dx = -NEAR; dx <= NEAR; dx += STRIDE) {
                most = Math.max(most, at(dx, dy, was, is));
            }
        }
        return most;
    }

    private double at(int dx, int dy, float[] was, float[] is) {
        double shared = FLAT;
        double all = FLAT;
        for (int i = 0; i < shows.length; i++) {
            int x = i % Picture.SIDE + dx;
            int y = i / Picture.SIDE + dy;
            if (shows[i]) {
                boolean inside = x >= 0 && x < Picture.SIDE && y >= 0 && y < Picture.SIDE;
                double there = inside ? is[y * Picture.SIDE + x] : 0;
                shared += 2 * was[i] * there + FLAT;
                all += was[i] * was[i] + there * there + FLAT;
            }
        }
        return shared / all;
    }

    private static float[] details(Picture picture) {
        Picture large = picture.blurred(LARGE);
        float[] details = picture.blurred(FINE).combined(1, large, -1, large, 0).values();
        float[] lightness = new float[Picture.PIXELS];
        for (int i = 0; i < lightness.length; i++) {
            lightness[i] = 0.299f * details[i] + 0.587f * details[i + Picture.PIXELS] + 0.114f * details[i + 2 * Picture.PIXELS];
        }
        return lightness;
    }
}
