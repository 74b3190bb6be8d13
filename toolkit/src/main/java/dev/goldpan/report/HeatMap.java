package dev.goldpan.report;

import java.awt.image.BufferedImage;

/** A map laid over a picture: the picture in grey, and the more attention the warmer. */
public final class HeatMap {
    private static final double SHARE = 0.65; // of the colour where the map is largest

    private HeatMap() {}

    /**
     * Draws {@code map}, stretched smoothly, over {@code picture}.
     *
     * @param map rows of values, 0 or more; scaled to its own maximum
     */
    public static BufferedImage over(BufferedImage picture, float[][] map) {
        double most = largest(map);
        BufferedImage drawn = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                double row = (y + 0.5) * map.length / drawn.getHeight() - 0.5;
                double column = (x + 0.5) * map[0].length / drawn.getWidth() - 0.5;
                double value = most > 0 ? at(map, row, column) / most : 0;
                drawn.setRGB(x, y, mixed(grey(picture.getRGB(x, y)), warm(value), SHARE * Math.sqrt(value)));
            }
        }
        return drawn;
    }

    /** The largest value of {@code map}. */
    public static double largest(float[][] map) {
        double most = 0;
        for (float[] row : map) {
            for (float value : row) {
                most = Math.max(most, value);
            }
        }
        return most;
    }

    /** Between the four nearest values. */
    private static double at(float[][] map, double row, double column) {
        double y = Math.max(0, Math.min(map.length - 1.0, row));
        double x = Math.max(0, Math.min(map[0].length - 1.0, column));
        int top = (int) y;
        int left = (int) x;
        int bottom = Math.min(map.length - 1, top + 1);
        int right = Math.min(map[0].length - 1, left + 1);
        double above = map[top][left] + (x - left) * (map[top][right] - map[top][left]);
        double below = map[bottom][left] + (x - left) * (map[bottom][right] - map[bottom][left]);
        return above + (y - top) * (below - above);
    }

    private static int grey(int rgb) {
        int level = (int) (0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255));
        return level << 16 | level << 8 | level;
    }

    /** From blue by green and yellow to red. */
    private static int warm(double value) {
        double place = 4 * Math.max(0, Math.min(1, value));
        int red = channel(place - 1.5);
        int green = channel(1.5 - Math.abs(place - 2));
        int blue = channel(2.5 - place);
        return red << 16 | green << 8 | blue;
    }

    private static int channel(double share) {
        return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
    }

    private static int mixed(int below, int above, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double under = below >> shift & 255;
            mixed |= (int) Math.round(under + share * ((above >> shift & 255) - under)) << shift;
        }
        return mixed;
    }
}
