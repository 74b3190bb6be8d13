package dev.goldpan.mini.world;

import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import java.util.ArrayList;
import java.util.List;

/** Places the things of a scene: random size, mirror, turn and place, as far apart as the relation and visibility ask. */
final class Layout {

    /** Most a thing may hide of a neighbour's box, as a part of the smaller box. */
    static final double HIDDEN = 0.06;

    private static final double MARGIN = 2;
    private static final double CLOSE = 6;
    private static final double TURN = StrictMath.toRadians(9);
    private static final int ATTEMPTS = 80;
    private static final double SHRINK = 0.95;
    private static final double[][] SIZES = {{58, 92}, {49, 61}, {40, 48}};

    private Layout() { }

    static Scene place(String caption, SceneSpec spec, Dice dice) {
        List<Placed> things = dressed(spec, dice);
        for (double shrink = 1;; shrink *= SHRINK) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                List<Placed> placed = scattered(things, shrink, dice);
                if (fits(placed, spec.relation())) {
                    return new Scene(caption, spec, background(placed, dice), placed);
                }
            }
        }
    }

    /** Every thing with its glyph, size, mirror and turn, around (0, 0). */
    private static List<Placed> dressed(SceneSpec spec, Dice dice) {
        double[] sizes = SIZES[spec.things() - 1];
        List<Placed> things = new ArrayList<>();
        for (int m = 0; m < spec.mentions().size(); m++) {
            Mention mention = spec.mentions().get(m);
            for (int i = 0; i < mention.count(); i++) {
                Glyph glyph = dice.pick(Glyphs.of(mention.subject()));
                boolean mirror = dice.chance(0.5);
                double scale = glyph.scaleFor(dice.between(sizes[0], sizes[1]));
                double angle = dice.between(-TURN, TURN);
                things.add(new Placed(m, mention.subject(), glyph.variant(), mention.colour(), mention.style(),
                        mirror, 0, 0, scale, angle, glyph.bounds(scale, mirror, angle)));
            }
        }
        return things;
    }

    /** Every thing somewhere inside the picture. */
    private static List<Placed> scattered(List<Placed> things, double shrink, Dice dice) {
        List<Placed> placed = new ArrayList<>();
        for (Placed thing : things) {
            double scale = thing.scale() * shrink;
            Box box = thing.glyph().bounds(scale, thing.mirror(), thing.angle());
            double x = dice.between(MARGIN - box.x0(), Canvas.SIDE - MARGIN - box.x1());
            double y = dice.between(MARGIN - box.y0(), Canvas.SIDE - MARGIN - box.y1());
            placed.add(thing.at(x, y, scale));
        }
        return placed;
    }

    private static boolean fits(List<Placed> things, Relation relation) {
        for (int i = 0; i < things.size(); i++) {
            for (int j = i + 1; j < things.size(); j++) {
                Box a = things.get(i).box();
                Box b = things.get(j).box();
                boolean related = things.get(i).mention() != things.get(j).mention();
                if (a.overlap(b) > HIDDEN * Math.min(a.area(), b.area())
                        || related && !relation.holds(a, b)
                        || related && relation == Relation.WITH && gap(a, b) > CLOSE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Free space between two boxes along the axis on which they are further apart; negative where they overlap on both. */
    private static double gap(Box a, Box b) {
        double dx = Math.max(a.x0(), b.x0()) - Math.min(a.x1(), b.x1());
        double dy = Math.max(a.y0(), b.y0()) - Math.min(a.y1(), b.y1());
        return Math.max(dx, dy);
    }

    /** Of a few random backgrounds the one whose tones are most unlike every subject, or the first that is unlike enough. */
    private static Background background(List<Placed> things, Dice dice) {
        Background.Kind kind = dice.pick(List.of(Background.Kind.values()));
        double at = dice.between(0.35, 0.65) * Canvas.SIDE;
        Background best = null;
        double most = -1;
        for (int i = 0; i < 24 && most < 150; i++) {
            Background tried = new Background(kind, dice.pick(Background.PALETTE), dice.pick(Background.PALETTE), at);
            double unlike = tried.first() == tried.second() ? -1 : unlike(things, tried);
            if (unlike > most) {
                best = tried;
                most = unlike;
            }
        }
        return best;
    }

    private static double unlike(List<Placed> things, Background background) {
        double least = Double.MAX_VALUE;
        for (Placed thing : things) {
            int tone = switch (thing.style()) {
                case SKETCHED -> thing.colour() == Colour.NATURAL ? Painter.PAPER : Ramp.of(thing.colour()).middle();
                default -> thing.colour() == Colour.NATURAL ? thing.glyph().sprite().mean() : Ramp.of(thing.colour()).middle();
            };
            least = Math.min(least, Math.min(Rgb.distance(tone, background.first()), Rgb.distance(tone, background.second())));
        }
        return least;
    }
}
