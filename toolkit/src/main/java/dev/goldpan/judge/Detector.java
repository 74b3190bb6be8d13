package dev.goldpan.judge;

import dev.goldpan.world.Box;
import java.awt.image.BufferedImage;
import java.util.List;

/** Something that finds things in pictures: what object-centred benchmarks measure with. */
public interface Detector {
    /**
     * A thing.
     *
     * @param name of its kind, in the singular
     * @param score that it is there and of that kind, 0 to 1
     * @param box in pixels
     * @param colour word for it; empty where no one word says it
     */
    record Thing(String name, double score, Box box, String colour) {}

    /** What is in each picture and passes this detector's own threshold, surest first. */
    List<List<Thing>> look(List<BufferedImage> pictures);
}
