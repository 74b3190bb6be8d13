package dev.goldpan.judge;

import dev.goldpan.judge.Detector.Thing;
import dev.goldpan.world.SceneSpec;
import java.awt.image.BufferedImage;
import java.util.List;

/** A benchmark of text-to-image models: sorts prompts into its categories and marks a picture, 0 to 1. */
public sealed interface Benchmark permits GenEval, CompBench {
    /**
     * The category of a prompt.
     *
     * @throws IllegalArgumentException if the benchmark has none for it
     */
    String category(SceneSpec asked);

    /** The mark. @param seen what a detector found in it */
    double mark(SceneSpec asked, BufferedImage picture, List<Thing> seen, Vqa vqa);

    /** The benchmark called {@code name}. */
    static Benchmark of(String name) {
        return switch (name) {
            case "geneval" -> new GenEval();
            case "t2i-compbench" -> new CompBench();
            default -> throw new IllegalArgumentException("--benchmark: '" + name + "' is not known; use geneval or t2i-compbench");
        };
    }
}
