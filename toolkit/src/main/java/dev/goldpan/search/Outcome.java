package dev.goldpan.search;

import java.awt.image.BufferedImage;

/**
 * What became of a candidate.
 *
 * @param scored the candidate and what was said of it
 * @param image its picture, if it is finished; else null
 */
public record Outcome(Scored scored, BufferedImage image) {}
