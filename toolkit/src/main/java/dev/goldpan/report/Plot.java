package dev.goldpan.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lines over a logarithmic axis, as a picture in Goldpan's own letters, or as SVG. Charting libraries leave text to the system's fonts,
 * of which machines without a screen often have none.
 *
 * @param title above
 * @param across what is on the horizontal axis
 * @param up what is on the vertical axis
 * @param lines at least one of at least one point
 */
record Plot(String title, String across, String up, List<Plot.Line> lines) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 70;
    private static final int BOTTOM = 60;
    private static final int GAP = 10;
    private static final int DOT = 3;
    private static final int INK = 0x202124;
    private static final int QUIET = 0x6F7378;
    private static final int PALE = 0xE4E6E8;

    /**
     * A line.
     *
     * @param label in the legend
     * @param rgb its colour
     * @param x ascending, positive
     * @param y one for each, finite
     */
    record Line(String label, int rgb, double[] x, double[] y) {}

    /** Something to draw with. */
    private interface Pen {
        void stroke(double fromX, double fromY, double toX, double toY, int rgb, double width);

        /** @param align 0 where {@code x} is the beginning of the text, 0.5 the middle, 1 the end; {@code y} is its upper edge */
        void text(String text, double x, double y, double align, int rgb);
    }

    private void draw(Pen pen) {
        pen.text(title, GAP, GAP, 0, INK);
        pen.text(up, LEFT - GAP, TOP - 30, 1, QUIET);
        double legend = LEFT + GAP;
        for (Line line : lines) {
            pen.stroke(legend, TOP - 22, legend + 24, TOP - 22, line.rgb, 3);
            pen.text(line.label, legend + 30, TOP - 30, 0, INK);
            legend += 60 + Letters.width(line.label);
        }
        double step = step();
        for (double tick = Math.ceil(low() / step) * step; tick <= high() + step * 1e-9; tick += step) {
            pen.stroke(LEFT, y(tick), WIDTH - RIGHT, y(tick), PALE, 1);
            pen.text(number(tick, step), LEFT - GAP, y(tick) - 8, 1, QUIET);
        }
        for (double tick = least(); tick <= most() * (1 + 1e-9); tick *= 2) {
            pen.stroke(x(tick), HEIGHT - BOTTOM, x(tick), HEIGHT - BOTTOM + 5, QUIET, 1);
            pen.text(String.format(Locale.ROOT, "%.0f", tick), x(tick), HEIGHT - BOTTOM + 8, 0.5, QUIET);
        }
        pen.stroke(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, QUIET, 1);
        pen.text(across, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 28, 0.5, INK);
        for (Line line : lines) {
            for (int i = 0; i < line.x.length; i++) {
                double fromX = x(line.x[Math.max(0, i - 1)]);
                double fromY = y(line.y[Math.max(0, i - 1)]);
                pen.stroke(fromX, fromY, x(line.x[i]), y(line.y[i]), line.rgb, 2);
                pen.stroke(x(line.x[i]) - DOT / 2.0, y(line.y[i]), x(line.x[i]) + DOT / 2.0, y(line.y[i]), line.rgb, DOT + 2);
            }
        }
    }

    private double least() {
        return lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)).min().orElseThrow();
    }

    private double most() {
        return lines.stream().flatMapToDouble(line -> Arrays.stream(line.x)).max().orElseThrow();
    }

    private double low() {
        return lines.stream().flatMapToDouble(line -> Arrays.stream(line.y)).min().orElseThrow();
    }

    private double high() {
        return lines.stream().flatMapToDouble(line -> Arrays.stream(line.y)).max().orElseThrow();
    }

    private double x(double value) {
        double octaves = Math.log(most() / least());
        return LEFT + GAP + (WIDTH - LEFT - RIGHT - 2 * GAP) * (octaves == 0 ? 0.5 : Math.log(value / least()) / octaves);
    }

    private double y(double value) {
        double range = high() - low();
        return HEIGHT - BOTTOM - GAP - (HEIGHT - TOP - BOTTOM - 2 * GAP) * (range == 0 ? 0.5 : (value - low()) / range);
    }

    /** Between two ticks: 1, 2 or 5 times a power of ten, so that there are four to ten. */
    private double step() {
        double range = high() - low();
        if (range == 0) {
            return Math.max(1, Math.abs(high())); // the one tick there is, or none
        }
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double times = range / 4 / power;
        return power * (times >= 5 ? 5 : times >= 2 ? 2 : 1);
    }

    private static String number(double tick, double step) {
        int places = Math.max(0, (int) -Math.floor(Math.log10(step)));
        return String.format(Locale.ROOT, "%." + places + "f", tick);
    }

    /** As a picture. */
    BufferedImage picture() {
        BufferedImage sheet = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = sheet.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, WIDTH, HEIGHT);
        draw(new Pen() {
            @Override
            public void stroke(double fromX, double fromY, double toX, double toY, int rgb, double width) {
                canvas.setColor(new Color(rgb));
                canvas.setStroke(new BasicStroke((float) width));
                canvas.draw(new Line2D.Double(fromX, fromY, toX, toY));
            }

            @Override
            public void text(String text, double x, double y, double align, int rgb) {
                String fitting = Letters.fitting(text, WIDTH - 2 * GAP);
                Letters.draw(sheet, fitting, (int) Math.round(x - align * Letters.width(fitting)), (int) Math.round(y), rgb);
            }
        });
        canvas.dispose();
        return sheet;
    }

    /** As an SVG document. */
    String svg() {
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                + "font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n", WIDTH, HEIGHT));
        draw(new Pen() {
            @Override
            public void stroke(double fromX, double fromY, double toX, double toY, int rgb, double width) {
                svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#%06x\" "
                        + "stroke-width=\"%.0f\"/>%n", fromX, fromY, toX, toY, rgb, width));
            }

            @Override
            public void text(String text, double x, double y, double align, int rgb) {
                String anchor = align == 0 ? "start" : align == 1 ? "end" : "middle";
                svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#%06x\">%s</text>%n", x,
                        y + 13, anchor, rgb, text.replace("&", "&amp;").replace("<", "&lt;")));
            }
        });
        return svg.append("</svg>\n").toString();
    }
}
