package dev.goldpan.model;

import java.awt.image.BufferedImage;
import java.util.Map;

/**
 * A finished image.
 *
 * @param seed it was made from
 * @param image its pixels
 * @param text what is written into its file beside them, by PNG keyword; see {@link PictureText}
 */
public record Picture(long seed, BufferedImage image, Map<String, String> text) {
    /** Whether a file with this text holds the same picture, made again: the recipe is the same, whatever engine followed it. */
    public boolean isRemakeOf(Map<String, String> other) {
        return PictureText.sameRecipe(text, other);
    }
}
