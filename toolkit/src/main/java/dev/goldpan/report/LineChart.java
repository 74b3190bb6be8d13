package dev.goldpan.report;

import dev.goldpan.stats.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves with bands over a logarithmic axis: as SVG for pages and papers, and as a picture.
 *
 * @param name of its files
 * @param title above it
 * @param across what is on the horizontal axis
 * @param up what is on the vertical axis
 * @param lines at least one
 */
record LineChart(String name, String title, String across, String up, List<Line> lines) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int SCALE = 2; // of pictures
    private static final int BAND = 38; // opacity, of 255
    /** Okabe and Ito's colours, which people of any colour vision tell apart. */
    private static final int[] COLOURS = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0x7F7F7F};
    private static final Pattern LONG = Pattern.compile("(\\.\\d{2})\\d+");

    /**
     * A curve.
     *
     * @param label in the legend
     * @param x ascending, positive
     * @param y one for each; without a band where ends are not numbers
     */
    record Line(String label, double[] x, Interval[] y) {
        /** The points that have a value. */
        private Line whole() {
            int[] there = IntStream.range(0, x.length).filter(i -> !Double.isNaN(y[i].mean())).toArray();
            return new Line(label, IntStream.of(there).mapToDouble(i -> x[i]).toArray(),
                    IntStream.of(there).mapToObj(i -> y[i]).toArray(Interval[]::new));
        }
    }

    /** Leaves out what has no value. */
    LineChart {
        lines = lines.stream().map(Line::whole).filter(line -> line.x.length > 0).toList();
    }

    /** Whether there is nothing to draw. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle(across).yAxisTitle(up).build();
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendLayout(Styler.LegendLayout.Horizontal);
        style.setLegendBorderColor(Color.WHITE);
        style.setXAxisTickLabelsFormattingFunction(x -> x == Math.rint(x) ? String.valueOf(Math.round(Math.pow(2, x))) : "");
        for (int i = 0; i < lines.size(); i++) {
            Color colour = new Color(COLOURS[i % COLOURS.length]);
            Line line = lines.get(i);
            double[] x = logarithms(line.x);
            if (x.length > 1 && !Double.isNaN(line.y[0].low())) {
                addBand(chart, line, x, colour);
            }
            double[] y = new double[x.length];
            Arrays.setAll(y, k -> line.y[k].mean());
            XYSeries series = chart.addSeries(line.label, x, y);
            series.setLineColor(colour);
            series.setLineStyle(new BasicStroke(2));
            series.setMarkerColor(colour);
            series.setMarker(SeriesMarkers.CIRCLE);
        }
        return chart;
    }

    private static void addBand(XYChart chart, Line line, double[] x, Color colour) {
        int n = x.length;
        double[] around = new double[2 * n];
        double[] edge = new double[2 * n];
        for (int i = 0; i < n; i++) {
            around[i] = x[i];
            edge[i] = line.y[i].low();
            around[2 * n - 1 - i] = x[i];
            edge[2 * n - 1 - i] = line.y[i].high();
        }
        XYSeries band = chart.addSeries("interval of " + line.label, around, edge);
        band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND));
        band.setLineColor(new Color(0, 0, 0, 0));
        band.setMarker(SeriesMarkers.NONE);
        band.setShowInLegend(false);
    }

    private static double[] logarithms(double[] x) {
        return Arrays.stream(x).map(value -> Math.log(value) / Math.log(2)).toArray();
    }

    /** As an SVG document of no fixed size; every point says its numbers when it is pointed at. */
    String svg() {
        XYChart chart = chart();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ChartEncoder.saveChart(chart, out, "svg");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = LONG.matcher(out.toString(StandardCharsets.UTF_8)).replaceAll("$1");
        svg = svg.substring(svg.indexOf("<svg")).replaceFirst("height=\"[^\"]*\"", "role=\"img\"").replaceFirst(" width=\"[^\"]*\"", "");
        String prefix = name.replaceAll("[^A-Za-z0-9]", "");
        svg = svg.replace("id=\"clip", "id=\"" + prefix + "clip").replace("url(#clip", "url(#" + prefix + "clip"); // several on a page
        return svg.replaceFirst("</svg>\\s*$", points(chart) + "</svg>");
    }

    private String points(XYChart chart) {
        StringBuilder points = new StringBuilder("<title>" + Html.escaped(title) + "</title>");
        for (Line line : lines) {
            double[] x = logarithms(line.x);
            for (int i = 0; i < x.length; i++) {
                Interval y = line.y[i];
                points.append(String.format(Locale.ROOT,
                        "<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill-opacity=\"0\"><title>%s, %s %.0f:"
                        + " %.4f (%.4f to %.4f)</title></circle>", chart.getScreenXFromChart(x[i]), chart.getScreenYFromChart(y.mean()),
                        Html.escaped(line.label), Html.escaped(across), line.x[i], y.mean(), y.low(), y.high()));
            }
        }
        return points.toString();
    }

    /** As a picture. */
    BufferedImage picture() {
        BufferedImage picture = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.scale(SCALE, SCALE);
        chart().paint(canvas, WIDTH, HEIGHT);
        canvas.dispose();
        return picture;
    }
}
