package dev.goldpan.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures side by side, each with a line or two below it. */
public final class Grid {
    private static final int GAP = 10;
    private static final int FRAME = 3;
    private static final int PAPER = 0xFFFFFF;
    private static final int INK = 0x202124;
    private static final int QUIET = 0x6F7378;
    private static final int GOLD = 0xD9A400;
    private static final int LARGEST_CELL = 256;

    private Grid() {}

    /**
     * One picture.
     *
     * @param image its pixels
     * @param label below it
     * @param remark below that, quieter; may be empty
     * @param isGold whether it gets a golden frame
     */
    public record Cell(BufferedImage image, String label, String remark, boolean isGold) {}

    /**
     * Draws {@code cells} in rows.
     *
     * @param title above them
     * @param columns cells in a row; 0 for about as many rows as columns
     */
    public static BufferedImage draw(String title, List<Cell> cells, int columns) {
        int across = Math.max(1, Math.min(cells.size(), columns > 0 ? columns : (int) Math.ceil(Math.sqrt(cells.size() * 1.3))));
        int rows = (cells.size() + across - 1) / across;
        int side = cells.stream().mapToInt(cell -> Math.max(cell.image().getWidth(), cell.image().getHeight())).max().orElse(1);
        side = Math.min(side, LARGEST_CELL);
        boolean remarks = cells.stream().anyMatch(cell -> !cell.remark().isEmpty());
        int stepX = side + 2 * FRAME + GAP;
        int stepY = side + 2 * FRAME + GAP + Letters.height() * (remarks ? 2 : 1);
        int head = GAP + Letters.height() + GAP;
        int width = Math.max(GAP + across * stepX, 2 * GAP + Math.min(Letters.width(title), 4 * LARGEST_CELL));
        BufferedImage sheet = new BufferedImage(width, head + rows * stepY, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = sheet.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.setColor(new Color(PAPER));
        canvas.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        Letters.draw(sheet, Letters.fitting(title, width - 2 * GAP), GAP, GAP, INK);
        for (int i = 0; i < cells.size(); i++) {
            draw(sheet, canvas, cells.get(i), GAP + i % across * stepX, head + i / across * stepY, side);
        }
        canvas.dispose();
        return sheet;
    }

    private static void draw(BufferedImage sheet, Graphics2D canvas, Cell cell, int x, int y, int side) {
        if (cell.isGold()) {
            canvas.setColor(new Color(GOLD));
            canvas.fillRect(x, y, side + 2 * FRAME, side + 2 * FRAME);
        }
        BufferedImage image = cell.image();
        double scale = Math.min(1, side / (double) Math.max(image.getWidth(), image.getHeight()));
        int width = (int) Math.round(image.getWidth() * scale);
        int height = (int) Math.round(image.getHeight() * scale);
        canvas.drawImage(image, x + FRAME + (side - width) / 2, y + FRAME + (side - height) / 2, width, height, null);
        int below = y + side + 2 * FRAME;
        int room = side + 2 * FRAME;
        Letters.draw(sheet, Letters.fitting(cell.label(), room), x + FRAME, below, INK);
        Letters.draw(sheet, Letters.fitting(cell.remark(), room), x + FRAME, below + Letters.height(), QUIET);
    }
}
