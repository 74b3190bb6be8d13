package dev.goldpan.judge;

import dev.goldpan.judge.Detector.Thing;
import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * GenEval (Ghosh et al., 2023): six tasks, each right or wrong by boxes and colours. The detector's own threshold stands for the
 * benchmark's 0.3 (0.9 where things are counted), which are those of its Mask2Former.
 */
public record GenEval() implements Benchmark {
    private static final double SLACK = 0.1; // of the sizes of both, by which an offset must be more
    private static final double NONE = 1e-3;
    private static final double CLEAR = 0.5;

    @Override
    public String category(SceneSpec asked) {
        List<Mention> mentions = asked.mentions();
        long coloured = mentions.stream().filter(m -> m.colour() != Colour.NATURAL).count();
        boolean several = mentions.stream().anyMatch(m -> m.count() > 1);
        if (mentions.size() <= 2 && asked.relation() != Relation.NEXT_TO && mentions.stream().allMatch(m -> m.style() == Style.PLAIN)) {
            if (mentions.size() == 1 && !(several && coloured > 0)) {
                return several ? "counting" : coloured > 0 ? "colors" : "single_object";
            }
            if (mentions.size() == 2 && !several && asked.relation().spatial() && coloured == 0) {
                return "position";
            }
            if (mentions.size() == 2 && !several && !asked.relation().spatial() && coloured != 1) {
                return coloured == 2 ? "color_attr" : "two_object";
            }
        }
        throw new IllegalArgumentException("is none of GenEval's tasks: one or two things, counted or coloured or placed");
    }

    @Override
    public double mark(SceneSpec asked, BufferedImage picture, List<Thing> seen, Vqa vqa) {
        return isRight(asked, seen) ? 1 : 0;
    }

    private boolean isRight(SceneSpec asked, List<Thing> seen) {
        boolean counted = category(asked).equals("counting");
        for (Mention mention : asked.mentions()) {
            List<Thing> all = of(mention, seen);
            if (all.size() < mention.count() || counted && all.size() > mention.count()) {
                return false;
            }
            long right = all.stream().limit(mention.count()).filter(thing -> thing.colour().equals(mention.colour().word())).count();
            if (mention.colour() != Colour.NATURAL && right < mention.count()) {
                return false;
            }
        }
        return !asked.relation().spatial() || relations(of(asked.mentions().get(0), seen).get(0).box(),
                of(asked.mentions().get(1), seen).get(0).box()).contains(asked.relation());
    }

    private static List<Thing> of(Mention mention, List<Thing> seen) {
        return seen.stream().filter(thing -> thing.name().equals(mention.subject().noun())).toList();
    }

    /** How the first stands to the second: the offset of the centres, less a tenth of both sizes, over its whole length. */
    static List<Relation> relations(Box first, Box second) {
        double dx = first.centreX() - second.centreX();
        double dy = first.centreY() - second.centreY();
        double length = Math.hypot(dx, dy);
        double x = less(dx, SLACK * (first.width() + second.width()));
        double y = less(dy, SLACK * (first.height() + second.height()));
        if (Math.abs(x) < NONE && Math.abs(y) < NONE) {
            return List.of();
        }
        List<Relation> found = new ArrayList<>();
        add(found, x / length, Relation.LEFT_OF, Relation.RIGHT_OF);
        add(found, y / length, Relation.ABOVE, Relation.BELOW);
        return found;
    }

    private static double less(double offset, double slack) {
        return Math.copySign(Math.max(0, Math.abs(offset) - slack), offset);
    }

    private static void add(List<Relation> found, double share, Relation negative, Relation positive) {
        if (Math.abs(share) > CLEAR) {
            found.add(share < 0 ? negative : positive);
        }
    }
}
