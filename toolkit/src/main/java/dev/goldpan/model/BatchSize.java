package dev.goldpan.model;

/** Images made at a time where nobody says how many. */
public final class BatchSize {
    /** Pixels that fit into one batch: four images of 512x512. */
    private static final long PIXELS = 4L * 512 * 512;
    private static final int MOST = 16;

    private BatchSize() {}

    /** As many as have the pixels of four of 512x512, at most 16. */
    public static int usual(Settings settings) {
        return (int) Math.max(1, Math.min(PIXELS / ((long) settings.width() * settings.height()), MOST));
    }

    /** The same, but not more than are asked for at a time, and one at least: rows that nobody asked for are computed too. */
    public static int usual(Settings settings, long together) {
        return (int) Math.max(1, Math.min(usual(settings), together));
    }
}
