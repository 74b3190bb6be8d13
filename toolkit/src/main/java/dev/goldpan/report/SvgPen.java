package dev.goldpan.report;

import java.util.Locale;

/** Writes an SVG document of no fixed size; its text is text, in whatever the reader has. */
final class SvgPen implements Pen {
    private static final int BASELINE = 13; // below the upper edge of a text
    private static final int REACH = 12; // an edge that is not seen, across, by which a dot is easier to point at

    private final StringBuilder svg = new StringBuilder();

    /** @param title what the document is called */
    SvgPen(int width, int height, String title) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">%n"
                + "<title>%s</title>%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n", width, height, Html.escaped(title));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void stroke(double fromX, double fromY, double toX, double toY, int rgb, double width) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#%06x\" stroke-width=\"%.0f\"/>%n", fromX, fromY, toX, toY, rgb,
                width);
    }

    @Override
    public void band(double[] x, double[] low, double[] high, int rgb) {
        StringBuilder around = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            around.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], low[i]));
        }
        for (int i = x.length - 1; i >= 0; i--) {
            around.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], high[i]));
        }
        add("<polygon points=\"%s\" fill=\"#%06x\" fill-opacity=\".15\"/>%n", around.toString().strip(), rgb);
    }

    @Override
    public void line(double[] x, double[] y, int rgb, String[] told) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
        }
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"#%06x\" stroke-width=\"%.0f\"/>%n", points.toString().strip(), rgb, LINE);
        add("<g class=\"points\" fill=\"#%06x\" stroke=\"#000\" stroke-opacity=\"0\" stroke-width=\"%d\">%n", rgb, REACH);
        for (int i = 0; i < x.length; i++) {
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.0f\"><title>%s</title></circle>%n", x[i], y[i], RADIUS, Html.escaped(told[i]));
        }
        add("</g>%n");
    }

    @Override
    public void text(String text, double x, double y, double align, int rgb) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#%06x\">%s</text>%n", x, y + BASELINE,
                align == 0 ? "start" : align == 1 ? "end" : "middle", rgb, Html.escaped(text));
    }

    /** What has been drawn. */
    String document() {
        return svg + "</svg>\n";
    }
}
