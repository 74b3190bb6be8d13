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
public record Picture(long seed, BufferedImage image, Map<String, String> text) {}
