package dev.goldpan.mini.judge;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Contact sheets of generated pictures, numbered, for a person to label, with the file to write the labels into. */
public final class LabelSheet {
    private static final int COLUMNS = 5;
    private static final int ROWS = 4;
    private static final int SIDE = 256;
    private static final int CAPTION = 36;
    private static final int GAP = 8;

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
        List<Path> files = Labels.pictures(pictures);
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
        BufferedImage sheet = new BufferedImage(COLUMNS * (SIDE + GAP), ROWS * (SIDE + CAPTION + GAP),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = sheet.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        canvas.setColor(Color.BLACK);
        for (int i = 0; i < files.size(); i++) {
            Labels.Pictured pictured = Labels.Pictured.read(files.get(i));
            int x = i % COLUMNS * (SIDE + GAP);
            int y = i / COLUMNS * (SIDE + CAPTION + GAP);
            canvas.drawImage(pictured.picture(), x, y, SIDE, SIDE, null);
            canvas.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
            canvas.drawString(Integer.toString(firstNumber + i), x + 2, y + SIDE + 15);
            canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            canvas.drawString(pictured.prompt(), x + 2, y + SIDE + 30);
        }
        canvas.dispose();
        return sheet;
    }
}
