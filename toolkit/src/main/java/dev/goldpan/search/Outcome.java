package dev.goldpan.search;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/**
 * What became of a candidate.
 *
 * @param scored the candidate and what was said of it
 * @param image its picture, if it is finished; else null
 * @param rows in which rows of their batches it and the trajectories it left were followed: for each, from this one back, the row by
 *     the number of the last call made there. What makes it again to the last bit.
 */
public record Outcome(Scored scored, BufferedImage image, List<Map<Integer, Integer>> rows) {}
