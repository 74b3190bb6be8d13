package dev.goldpan.report;

import dev.goldpan.stats.Interval;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Lines with bands over a logarithmic axis, as a picture in Goldpan's own letters, or as SVG. Charting libraries leave text to the
 * system's fonts, of which machines without a screen often have none.
 *
 * @param name of its files
 * @param title above
 * @param across what is on the horizontal axis
 * @param up what is on the vertical axis
 * @param lines those without a point are left out
 */
record Plot(String name, String title, String across, String up, List<Plot.Line> lines) {
    private static final int LONGEST_NAME = 120;
    private static final int WIDTH = 760;
    private static final int PLAIN = 290; // height of what the axes enclose
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int BOTTOM = 60;
    private static final int GAP = 10;
    private static final int ROW = 20;
    private static final int HEAD = 36; // of the legend, below the title
    private static final int INK = 0x202124;
    private static final int QUIET = 0x6F7378;
    private static final int PALE = 0xE4E6E8;
    /**
     * Okabe and Ito's colours, which people of any colour vision tell apart, without their yellow; grey and brown after them, then three of
     * Tol's.
     */
    private static final int[] COLOURS = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0x7F7F7F, 0x8C564B,
        0x882255, 0x999933, 0x332288};

    /** What the files of a chart of {@code what} are called: short enough for every file system, others for other words. */
    static String fileName(String what) {
        String plain = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME - 9) + "-" + String.format("%08x", what.hashCode());
    }

    /**
     * A line.
     *
     * @param label in the legend
     * @param x ascending, positive
     * @param y one for each; points without a mean are left out, there is no band where an end is not a number
     */
    record Line(String label, double[] x, Interval[] y) {
        /** Without a band. */
        Line(String label, double[] x, double[] y) {
            this(label, x, Arrays.stream(y).mapToObj(value -> new Interval(value, Double.NaN, Double.NaN)).toArray(Interval[]::new));
        }

        private Line whole() {
            int[] there = IntStream.range(0, x.length).filter(i -> !Double.isNaN(y[i].mean())).toArray();
            return new Line(label, IntStream.of(there).mapToDouble(i -> x[i]).toArray(),
                    IntStream.of(there).mapToObj(i -> y[i]).toArray(Interval[]::new));
        }

        private boolean hasBand() {
            return x.length > 1 && Arrays.stream(y).noneMatch(value -> Double.isNaN(value.low()) || Double.isNaN(value.high()));
        }
    }

    /** Leaves out what has no value. */
    Plot {
        lines = lines.stream().map(Line::whole).filter(line -> line.x.length > 0).toList();
    }

    /** Whether there is nothing to draw. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Where each line's entry of the legend begins, row by row. */
    private List<int[]> legend() {
        List<int[]> places = new ArrayList<>();
        int x = GAP;
        int y = HEAD;
        for (Line line : lines) {
            int width = 54 + Letters.width(line.label);
            if (x > GAP && x + width > WIDTH - RIGHT) {
                x = GAP;
                y += ROW;
            }
            places.add(new int[] {x, y});
            x += width;
        }
        return places;
    }

    /** Upper end of the vertical axis. */
    private int top() {
        List<int[]> legend = legend();
        return legend.get(legend.size() - 1)[1] + 2 * ROW + GAP;
    }

    private int height() {
        return top() + PLAIN + BOTTOM;
    }

    /** Where values lie on the sheet. */
    private record Scale(double least, double most, double low, double high, int ground) {
        private static final double SAME = 1e-9;

        /** Of the values; 0 where they differ in their last digits only, which no tick could tell apart. */
        double range() {
            return high - low <= SAME * Math.max(Math.abs(low), Math.abs(high)) ? 0 : high - low;
        }

        double x(double value) {
            double octaves = Math.log(most / least);
            return LEFT + GAP + (WIDTH - LEFT - RIGHT - 2 * GAP) * (octaves == 0 ? 0.5 : Math.log(value / least) / octaves);
        }

        double y(double value) {
            double range = range();
            return ground - GAP - (PLAIN - 2 * GAP) * (range == 0 ? 0.5 : (value - low) / range);
        }

        /** Between two ticks: 1, 2 or 5 times a power of ten, so that there are four to ten. */
        double step() {
            double range = range();
            if (range == 0) {
                return Math.max(1, Math.abs(high)); // the one tick there is, or none
            }
            double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
            double times = range / 4 / power;
            return power * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
        }
    }

    private Scale scale() {
        DoubleSummaryStatistics places = lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)).summaryStatistics();
        DoubleSummaryStatistics values = lines.stream().flatMapToDouble(line -> Arrays.stream(line.y).flatMapToDouble(value ->
                line.hasBand() ? DoubleStream.of(value.low(), value.mean(), value.high()) : DoubleStream.of(value.mean())))
                .summaryStatistics();
        return new Scale(places.getMin(), places.getMax(), values.getMin(), values.getMax(), height() - BOTTOM);
    }

    private void draw(Pen pen) {
        pen.text(title, GAP, GAP, 0, INK);
        List<int[]> legend = legend();
        for (int i = 0; i < lines.size(); i++) {
            int[] place = legend.get(i);
            pen.stroke(place[0], place[1] + 8, place[0] + 24, place[1] + 8, colour(i), 3);
            pen.text(lines.get(i).label, place[0] + 30, place[1], 0, INK);
        }
        pen.text(up, GAP, top() - ROW - GAP / 2.0, 0, QUIET);
        Scale scale = scale();
        axes(pen, scale);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).hasBand()) {
                band(pen, scale, lines.get(i), colour(i));
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            line(pen, scale, lines.get(i), colour(i));
        }
    }

    private void axes(Pen pen, Scale scale) {
        double step = scale.step();
        for (double tick = Math.ceil(scale.low / step) * step; tick <= scale.high + step * 1e-9; tick += step) {
            pen.stroke(LEFT, scale.y(tick), WIDTH - RIGHT, scale.y(tick), PALE, 1);
            pen.text(number(tick, step), LEFT - GAP, scale.y(tick) - 8, 1, QUIET);
        }
        for (double tick = scale.least; tick <= scale.most * (1 + 1e-9); tick *= 2) {
            pen.stroke(scale.x(tick), scale.ground, scale.x(tick), scale.ground + 5, QUIET, 1);
            pen.text(String.format(Locale.ROOT, "%.0f", tick), scale.x(tick), scale.ground + 8, 0.5, QUIET);
        }
        pen.stroke(LEFT, scale.ground, WIDTH - RIGHT, scale.ground, QUIET, 1);
        pen.text(across, (LEFT + WIDTH - RIGHT) / 2.0, scale.ground + BOTTOM - 28, 0.5, INK);
    }

    private static String number(double tick, double step) {
        int places = Math.max(0, (int) -Math.floor(Math.log10(step)));
        return String.format(Locale.ROOT, "%." + places + "f", tick);
    }

    private static void band(Pen pen, Scale scale, Line line, int rgb) {
        pen.band(Arrays.stream(line.x).map(scale::x).toArray(), Arrays.stream(line.y).mapToDouble(value -> scale.y(value.low())).toArray(),
                Arrays.stream(line.y).mapToDouble(value -> scale.y(value.high())).toArray(), rgb);
    }

    private void line(Pen pen, Scale scale, Line line, int rgb) {
        String[] told = new String[line.x.length];
        for (int i = 0; i < told.length; i++) {
            Interval value = line.y[i];
            told[i] = String.format(Locale.ROOT, "%s, %s %.0f: %.4f", line.label, across, line.x[i], value.mean())
                    + (Double.isNaN(value.low()) ? "" : String.format(Locale.ROOT, " (%.4f to %.4f)", value.low(), value.high()));
        }
        pen.line(Arrays.stream(line.x).map(scale::x).toArray(), Arrays.stream(line.y).mapToDouble(value -> scale.y(value.mean())).toArray(),
                rgb, told);
    }

    private static int colour(int line) {
        return COLOURS[line % COLOURS.length];
    }

    /** As a picture. */
    BufferedImage picture() {
        PicturePen pen = new PicturePen(WIDTH, height());
        draw(pen);
        return pen.picture();
    }

    /** As an SVG document; every point says its numbers when it is pointed at. */
    String svg() {
        SvgPen pen = new SvgPen(WIDTH, height(), title);
        draw(pen);
        return pen.document();
    }
}
