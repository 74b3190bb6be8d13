package dev.goldpan.judge;

import dev.goldpan.judge.Detector.Thing;
import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * T2I-CompBench (Huang et al., 2023): colour by questions, spatial and numeracy by boxes, complex as the mean of both; what the bundled
 * world can say. Shape, texture, 3-D and action prompts are not there.
 */
public record CompBench() implements Benchmark {
    private static final double NEAR = 150.0 / 480; // of the picture's side: the benchmark's 150 pixels of 480
    private static final double APART = 0.1;
    private static final double HALF = 0.5;

    @Override
    public String category(SceneSpec asked) {
        List<Mention> mentions = asked.mentions();
        boolean coloured = mentions.stream().anyMatch(m -> m.colour() != Colour.NATURAL);
        boolean several = mentions.stream().anyMatch(m -> m.count() > 1);
        boolean plain = mentions.stream().allMatch(m -> m.style() == Style.PLAIN);
        if (plain && !several && asked.relation().spatial()) {
            return coloured ? "complex" : "spatial";
        }
        if (plain && !asked.relation().spatial() && coloured != several) {
            return coloured ? "color" : "numeracy";
        }
        throw new IllegalArgumentException("is in none of T2I-CompBench's categories that can be told here: color, spatial, numeracy,"
                + " complex (places with colours)");
    }

    @Override
    public double mark(SceneSpec asked, BufferedImage picture, List<Thing> seen, Vqa vqa) {
        return switch (category(asked)) {
            case "color" -> attributes(asked, picture, vqa);
            case "spatial" -> spatial(asked, picture, seen);
            case "numeracy" -> numeracy(asked, seen);
            default -> (spatial(asked, picture, seen) + attributes(asked, picture, vqa)) / 2;
        };
    }

    /** Product of yes over the noun phrases. */
    private static double attributes(SceneSpec asked, BufferedImage picture, Vqa vqa) {
        return asked.mentions().stream().mapToDouble(mention -> vqa.yes(picture, mention.phrase("a", true))).reduce(1, (a, b) -> a * b);
    }

    /** A quarter of each score and half of the place; 0 below a half, so that one thing alone is worth nothing. */
    private static double spatial(SceneSpec asked, BufferedImage picture, List<Thing> seen) {
        Optional<Thing> first = first(asked.mentions().get(0), seen);
        Optional<Thing> second = first(asked.mentions().get(1), seen);
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        double place = place(asked.relation(), first.get().box(), second.get().box(), Math.max(picture.getWidth(), picture.getHeight()));
        double mark = first.get().score() / 4 + second.get().score() / 4 + place / 2;
        return mark < HALF ? 0 : mark;
    }

    private static Optional<Thing> first(Mention mention, List<Thing> seen) {
        return seen.stream().filter(thing -> thing.name().equals(mention.subject().noun())).findFirst();
    }

    private static double place(Relation relation, Box first, Box second, double side) {
        double dx = Math.abs(first.centreX() - second.centreX());
        double dy = Math.abs(first.centreY() - second.centreY());
        if (relation == Relation.NEXT_TO) {
            return Math.min(dx, dy) < NEAR * side ? 1 : NEAR * side / Math.max(dx, dy);
        }
        double shared = first.iou(second);
        return !relation.holds(first, second) ? 0 : shared < APART ? 1 : APART / shared;
    }

    /** For each of n kinds half of 1 / n where there is one at all, and half where there are as many as asked. */
    private static double numeracy(SceneSpec asked, List<Thing> seen) {
        double mark = 0;
        for (Mention mention : asked.mentions()) {
            long found = seen.stream().filter(thing -> thing.name().equals(mention.subject().noun())).count();
            mark += ((found > 0 ? HALF : 0) + (found == mention.count() ? HALF : 0)) / asked.mentions().size();
        }
        return mark;
    }
}
