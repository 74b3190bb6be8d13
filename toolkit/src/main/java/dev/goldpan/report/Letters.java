package dev.goldpan.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Text in pictures, in the letters that Goldpan brings with it: Java draws none where a system has no fonts. Characters beyond
 * Latin-1 become a question mark. (DejaVu Sans, see reference/letters.py.)
 */
final class Letters {
    private static final Letters ONLY = new Letters();

    private final BufferedImage sheet;
    private final Map<Integer, Place> places = new HashMap<>();

    /** Where a character lies. @param left of its cell @param width that it moves on by; its cell has one column more on each side */
    private record Place(int left, int width) {}

    private Letters() {
        try (InputStream picture = Letters.class.getResourceAsStream("letters.png");
                InputStream list = Letters.class.getResourceAsStream("letters.txt")) {
            sheet = ImageIO.read(picture);
            for (String line : new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().toList()) {
                String[] numbers = line.split(" ");
                places.put(Integer.valueOf(numbers[0]), new Place(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Height of a line in pixels. */
    static int height() {
        return ONLY.sheet.getHeight();
    }

    /** Width of {@code text} in pixels. */
    static int width(String text) {
        return text.codePoints().map(c -> ONLY.place(c).width).sum();
    }

    /** The beginning of {@code text} that fits into {@code width} pixels, with an ellipsis where something is left out. */
    static String fitting(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end).strip() + "…") > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).strip() + "…";
    }

    /** Draws {@code text}, whose upper left corner is at (x, y), in {@code rgb}; what is outside the picture is left out. */
    static void draw(BufferedImage into, String text, int x, int y, int rgb) {
        int[] at = {x};
        text.codePoints().forEach(c -> {
            Place place = ONLY.place(c);
            ONLY.blend(into, place, at[0], y, rgb);
            at[0] += place.width;
        });
    }

    private Place place(int character) {
        return places.getOrDefault(character, places.get((int) '?'));
    }

    private void blend(BufferedImage into, Place place, int x, int y, int rgb) {
        for (int row = 0; row < sheet.getHeight(); row++) {
            for (int column = 0; column < place.width + 2; column++) {
                int toX = x + column - 1;
                int toY = y + row;
                int ink = sheet.getRaster().getSample(place.left + column, row, 0);
                if (ink > 0 && toX >= 0 && toY >= 0 && toX < into.getWidth() && toY < into.getHeight()) {
                    into.setRGB(toX, toY, mixed(into.getRGB(toX, toY), rgb, ink));
                }
            }
        }
    }

    private static int mixed(int below, int rgb, int ink) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int under = below >> shift & 255;
            mixed |= (under + ((rgb >> shift & 255) - under) * ink / 255 & 255) << shift;
        }
        return 0xFF000000 | mixed;
    }
}
