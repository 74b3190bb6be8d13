package dev.goldpan.judge;

import java.awt.image.BufferedImage;

/** Something that answers whether a picture shows what a noun phrase says. */
@FunctionalInterface
public interface Vqa {
    /** Probability of yes, 0 to 1. @param phrase such as "a red cat" */
    double yes(BufferedImage picture, String phrase);
}
