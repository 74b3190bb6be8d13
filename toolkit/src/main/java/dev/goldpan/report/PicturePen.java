package dev.goldpan.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** Draws a picture, in Goldpan's own letters. */
final class PicturePen implements Pen {
    private static final int BAND = 38; // opacity, of 255
    private static final int MARGIN = 10;

    private final BufferedImage sheet;
    private final Graphics2D canvas;

    PicturePen(int width, int height) {
        sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        canvas = sheet.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
    }

    @Override
    public void stroke(double fromX, double fromY, double toX, double toY, int rgb, double width) {
        canvas.setColor(new Color(rgb));
        canvas.setStroke(new BasicStroke((float) width));
        canvas.draw(new Line2D.Double(fromX, fromY, toX, toY));
    }

    @Override
    public void band(double[] x, double[] low, double[] high, int rgb) {
        Path2D around = new Path2D.Double();
        around.moveTo(x[0], low[0]);
        for (int i = 1; i < x.length; i++) {
            around.lineTo(x[i], low[i]);
        }
        for (int i = x.length - 1; i >= 0; i--) {
            around.lineTo(x[i], high[i]);
        }
        around.closePath();
        canvas.setColor(new Color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, BAND));
        canvas.fill(around);
    }

    @Override
    public void line(double[] x, double[] y, int rgb, String[] told) {
        for (int i = 0; i < x.length; i++) {
            stroke(x[Math.max(0, i - 1)], y[Math.max(0, i - 1)], x[i], y[i], rgb, LINE);
            canvas.fill(new Ellipse2D.Double(x[i] - RADIUS, y[i] - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
    }

    @Override
    public void text(String text, double x, double y, double align, int rgb) {
        String fitting = Letters.fitting(text, sheet.getWidth() - 2 * MARGIN);
        Letters.draw(sheet, fitting, (int) Math.round(x - align * Letters.width(fitting)), (int) Math.round(y), rgb);
    }

    /** What has been drawn; nothing can be added to it. */
    BufferedImage picture() {
        canvas.dispose();
        return sheet;
    }
}
