package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenes as the judge needs them: any subjects together, held-out pairs included, since it must be as fair to them; more often
 * two than one; colours and styles more often than in the captions of the model.
 */
final class JudgeScenes {
    private static final double[] THINGS = {0.35, 0.47, 0.18};
    private static final double[] STYLES = {0.79, 0.07, 0.07, 0.07};
    private static final double COLOURED = 0.4;
    private static final double PROMPTED = 0.5;
    private static final double HIDDEN = 0.3;
    private static final double CUT_OFF = 0.15;
    private static final int ATTEMPTS = 40;

    private JudgeScenes() {}

    static Scene draw(long seed, long index, Dice dice) {
        int things = 1 + dice.weighted(THINGS);
        Style shared = style(dice);
        boolean same = dice.chance(0.5);
        List<Mention> mentions = new ArrayList<>();
        for (int i = 0; i < things; i++) {
            boolean again = i > 0 && dice.chance(0.12);
            Subject subject = again ? mentions.get(i - 1).subject() : subject(dice);
            Colour colour = dice.chance(COLOURED) ? dice.pick(Colour.named()) : Colour.NATURAL;
            Style style = same ? shared : style(dice);
            boolean stripesOnStripes = style == Style.STRIPED && (subject == Subject.ZEBRA || subject == Subject.TIGER);
            mentions.add(new Mention(1, stripesOnStripes ? Style.PLAIN : style, colour, subject));
        }
        return Scene.of(new SceneSpec(mentions, Relation.AND), seed, index);
    }

    private static Subject subject(Dice dice) {
        return dice.chance(PROMPTED) ? Subject.values()[dice.below(Subject.PROMPTED)] : dice.pick(Subject.all());
    }

    private static Style style(Dice dice) {
        return Style.values()[dice.weighted(STYLES)];
    }

    /**
     * The same things at other sizes and places, hiding at most {@value #HIDDEN} of each other; as it was where that is hard to
     * find.
     */
    static Scene crowded(Scene scene, Dice dice) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Placed> things = new ArrayList<>();
            for (Placed thing : scene.things()) {
                double scale = thing.scale() * dice.between(0.6, 1.3);
                Box box = thing.glyph().bounds(scale, thing.mirror(), thing.angle());
                double wide = CUT_OFF * box.width();
                double high = CUT_OFF * box.height();
                things.add(thing.at(dice.between(-wide - box.x0(), Picture.SIDE + wide - box.x1()),
                        dice.between(-high - box.y0(), Picture.SIDE + high - box.y1()), scale));
            }
            if (overlapLittle(things)) {
                return new Scene(scene.caption(), scene.spec(), scene.background(), things);
            }
        }
        return scene;
    }

    private static boolean overlapLittle(List<Placed> things) {
        for (Placed one : things) {
            for (Placed other : things) {
                double smaller = Math.min(one.box().area(), other.box().area());
                if (one != other && one.box().overlap(other.box()) > HIDDEN * smaller) {
                    return false;
                }
            }
        }
        return true;
    }
}
