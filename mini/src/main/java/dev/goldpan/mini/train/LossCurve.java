package dev.goldpan.mini.train;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** The loss over a run, as {@code loss.csv} while it goes and as {@code loss.png} at its end. */
final class LossCurve {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final int MARGIN = 40;

    private final Path folder;

    LossCurve(Path folder) {
        this.folder = folder;
    }

    /** Forgets what a stopped run wrote after the checkpoint from which it continues. */
    void continueAt(long step) {
        if (!Files.exists(file())) {
            return;
        }
        try {
            List<String> kept = Files.readAllLines(file()).stream()
                    .filter(line -> Long.parseLong(line.substring(0, line.indexOf(','))) <= step).toList();
            Files.write(file(), kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(long step, double loss) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file(), String.format(Locale.ROOT, "%d,%.6f%n", step, loss),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loss that was written last; NaN where there is none. */
    double last() {
        try {
            List<String> lines = Files.exists(file()) ? Files.readAllLines(file()) : List.of();
            return lines.isEmpty() ? Double.NaN : Double.parseDouble(lines.get(lines.size() - 1).split(",")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws what was written so far, if anything was, on logarithmic axes. */
    void draw(String title) {
        if (!Files.exists(file())) {
            return;
        }
        try {
            List<double[]> points = Files.readAllLines(file()).stream()
                    .map(line -> new double[] {Math.log(Double.parseDouble(line.split(",")[0])),
                            Math.log(Double.parseDouble(line.split(",")[1]))}).toList();
            if (!points.isEmpty()) {
                ImageIO.write(picture(title, points), "png", folder.resolve("loss.png").toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage picture(String title, List<double[]> points) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, WIDTH, HEIGHT);
        double left = points.stream().mapToDouble(p -> p[0]).min().orElse(0);
        double right = points.stream().mapToDouble(p -> p[0]).max().orElse(1);
        double low = points.stream().mapToDouble(p -> p[1]).min().orElse(0);
        double high = points.stream().mapToDouble(p -> p[1]).max().orElse(1);
        Path2D line = new Path2D.Double();
        for (double[] point : points) {
            double x = MARGIN + (point[0] - left) / Math.max(right - left, 1e-9) * (WIDTH - 2 * MARGIN);
            double y = HEIGHT - MARGIN - (point[1] - low) / Math.max(high - low, 1e-9) * (HEIGHT - 2 * MARGIN);
            if (line.getCurrentPoint() == null) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        canvas.setColor(new Color(0x1f77b4));
        canvas.setStroke(new BasicStroke(1.5f));
        canvas.draw(line);
        canvas.setColor(Color.DARK_GRAY);
        canvas.drawString(String.format(Locale.ROOT, "%s: loss, %.4g at step %.0f to %.4g at step %.0f (log-log)", title,
                Math.exp(points.get(0)[1]), Math.exp(left), Math.exp(points.get(points.size() - 1)[1]), Math.exp(right)),
                MARGIN, MARGIN - 15);
        canvas.dispose();
        return image;
    }

    private Path file() {
        return folder.resolve("loss.csv");
    }
}
