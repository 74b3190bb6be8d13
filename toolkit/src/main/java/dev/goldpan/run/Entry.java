package dev.goldpan.run;

import dev.goldpan.search.Scored;
import java.awt.image.BufferedImage;

/**
 * One line of a journal: a candidate that was evaluated.
 *
 * @param scored the candidate and its scores
 * @param image its picture's file, or null where it has none
 */
public record Entry(Scored scored, Picture image) {
    /**
     * A file that is found by its content.
     *
     * @param hash SHA-256 of the file, in hexadecimal
     * @param width in pixels
     * @param height in pixels
     * @param bytes of the file
     */
    public record Picture(String hash, int width, int height, long bytes) {
        /** The file of {@code image}. @param hash of its content */
        public static Picture of(BufferedImage image, byte[] file, String hash) {
            return new Picture(hash, image.getWidth(), image.getHeight(), file.length);
        }
    }
}
