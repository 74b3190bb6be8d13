package dev.goldpan.mini.judge;

import dev.goldpan.mini.viewing.Pictured;
import dev.goldpan.report.Grid;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Contact sheets of generated pictures, numbered, for a person to label, with the file to write the labels into. */
public final class LabelSheet {
    private static final int COLUMNS = 5;
    private static final int ROWS = 4;

    private LabelSheet() {}

    /**
     * Writes {@code sheet-1.png}, ... and {@code labels.csv}.
     *
     * @param pictures folder of generated pictures; their order by name gives the numbers
     * @return how many pictures there are
     * @throws IllegalArgumentException if labels are there already, or a picture states no prompt
     */
    public static int write(Path pictures, Path into) {
        Path csv = into.resolve("labels.csv");
        if (Files.exists(csv)) {
            throw new IllegalArgumentException(csv + ": is there already; move it away to start again");
        }
        List<Path> files = Pictured.files(pictures);
        try {
            Files.createDirectories(into);
            for (int first = 0; first < files.size(); first += COLUMNS * ROWS) {
                BufferedImage sheet = sheet(files.subList(first, Math.min(files.size(), first + COLUMNS * ROWS)), first + 1);
                ImageIO.write(sheet, "png", into.resolve("sheet-" + (first / (COLUMNS * ROWS) + 1) + ".png").toFile());
            }
            Labels.template(csv, files);
        } catch (IOException e) {
            throw new UncheckedIOException(into + ": cannot be written", e);
        }
        return files.size();
    }

    private static BufferedImage sheet(List<Path> files, int firstNumber) {
        List<Grid.Cell> cells = new ArrayList<>();
        for (Path file : files) {
            Pictured pictured = Pictured.read(file);
            cells.add(Gallery.cell(enlarged(pictured.picture()), (firstNumber + cells.size()) + ": " + pictured.prompt()));
        }
        return Grid.draw(firstNumber + " to " + (firstNumber + files.size() - 1), cells, COLUMNS);
    }

    /** Twice as large: small pictures are hard to judge. */
    private static BufferedImage enlarged(BufferedImage picture) {
        BufferedImage large = new BufferedImage(2 * picture.getWidth(), 2 * picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = large.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.drawImage(picture, 0, 0, large.getWidth(), large.getHeight(), null);
        canvas.dispose();
        return large;
    }
}
