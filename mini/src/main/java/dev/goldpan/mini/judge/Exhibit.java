package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Glyph;
import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Box;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One picture with the truth about every thing in it. A function of (seed, index), like the scenes it is made from.
 *
 * @param kind what was done to the scene
 * @param scene what was drawn first
 * @param truths one per thing
 * @param worn whether the picture is to look as if an autoencoder or a denoiser had made it
 * @param redrawn how far in its schedule the model is to draw it again, 0 to 1; 0 for not at all
 * @param told whether the model is then told what is there, as when it makes a picture of a prompt
 */
public record Exhibit(Kind kind, Scene scene, Picture picture, List<Truth> truths, boolean worn, double redrawn, boolean told) {

    /** What can be done to a scene. */
    public enum Kind {
        /** Nothing. */
        CLEAN,
        /** Sizes and places that the world does not have: overlapping, cut off at the edge. */
        CROWDED,
        /** Some things blended with another subject, now and then with another glyph of the same. */
        BLENDED,
        /** Some things damaged. */
        DAMAGED,
        /** Drawn again by the model, not told of what, from so much noise that it may make something else of things. */
        REDRAWN,
        /** No thing at all. */
        EMPTY;

        private boolean isWhole() {
            return this == CLEAN || this == CROWDED;
        }
    }

    private static final double[] KINDS = {0.33, 0.13, 0.26, 0.17, 0.08, 0.03};
    private static final long KIND = 8; // key of what is drawn; 0 to 5: the kinds, 7: wear, 9: trials, 10: what was viewed
    private static final double WORN = 0.6;
    private static final double AGAIN = 0.5;
    private static final double EARLIEST = 0.05;
    private static final double FAITHFUL = 0.2; // told nothing
    private static final double TOLD = 0.4;
    private static final double LATEST = 0.6;
    private static final double RIM = 4;

    /** A picture of the training distribution. */
    public static Exhibit of(long seed, long index) {
        return of(kind(seed, index), seed, index);
    }

    /** What is done to the scene; by numbers of its own, since those of (seed, index) choose the glyphs. */
    static Kind kind(long seed, long index) {
        return Kind.values()[Dice.of(seed, index, KIND).weighted(KINDS)];
    }

    /** The picture of one kind. */
    public static Exhibit of(Kind kind, long seed, long index) {
        Dice dice = Dice.of(seed, index, kind.ordinal());
        Scene scene = JudgeScenes.draw(seed, index, dice);
        boolean worn = dice.chance(WORN);
        return switch (kind) {
            case CLEAN -> whole(kind, scene, worn, dice);
            case CROWDED -> whole(kind, JudgeScenes.crowded(scene, dice), worn, dice);
            case EMPTY -> whole(kind, with(scene, List.of()), worn, dice);
            case BLENDED -> blended(scene, worn, dice);
            case DAMAGED -> damaged(dice.chance(0.3) ? JudgeScenes.crowded(scene, dice) : scene, worn, dice);
            case REDRAWN -> redrawn(scene, dice);
        };
    }

    /** A picture that, where it is to look worn, is drawn again as far as leaves its truths. */
    private static Exhibit exhibit(Kind kind, Scene scene, Picture picture, List<Truth> truths, boolean worn, Dice dice) {
        boolean told = kind.isWhole() && dice.chance(0.5);
        double redrawn = worn && dice.chance(AGAIN) ? dice.between(EARLIEST, told ? TOLD : FAITHFUL) : 0;
        return new Exhibit(kind, scene, picture, truths, worn, redrawn, told);
    }

    private static Exhibit whole(Kind kind, Scene scene, boolean worn, Dice dice) {
        return exhibit(kind, scene, Picture.of(scene), truths(scene), worn, dice);
    }

    private static Exhibit redrawn(Scene scene, Dice dice) {
        return new Exhibit(Kind.REDRAWN, scene, Picture.of(scene), truths(scene), true, dice.between(FAITHFUL, LATEST), false);
    }

    /**
     * The same once the model has been at it, which may have spoilt things, or mended them: each is as damaged as it was or as it has
     * become unlike what was shown, whichever is more, and at most as it is unlike what was drawn first.
     *
     * @param shown what became of {@link #picture}
     */
    Exhibit shownAs(Picture shown) {
        Picture drawn = Picture.of(scene);
        List<Truth> now = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            Truth truth = truths.get(i);
            List<Placed> others = new ArrayList<>(scene.things());
            others.remove(i);
            Likeness likeness = new Likeness(truth.mixture() ? picture : drawn, Picture.of(with(scene, others)));
            double spoilt = Math.max(truth.damage(), likeness.harm(picture, shown));
            now.add(truth.left(truth.mixture() ? spoilt : Math.min(spoilt, likeness.harm(drawn, shown))));
        }
        return new Exhibit(kind, scene, picture, now, worn, redrawn, told);
    }

    private static List<Truth> truths(Scene scene) {
        return new ArrayList<>(scene.things().stream().map(Truth::of).toList());
    }

    private static Scene with(Scene scene, List<Placed> things) {
        return new Scene(scene.caption(), scene.spec(), scene.background(), things);
    }

    /** At least one thing blended; now and then all, which is what two subjects melting into each other look like. */
    private static Exhibit blended(Scene scene, boolean worn, Dice dice) {
        Picture plain = Picture.of(scene);
        Picture picture = plain;
        List<Truth> truths = truths(scene);
        int sure = dice.below(truths.size());
        for (int i = 0; i < truths.size(); i++) {
            if (i == sure || dice.chance(0.35)) {
                Placed ours = scene.things().get(i);
                Placed other = partner(scene, ours, dice);
                List<Placed> things = new ArrayList<>(scene.things());
                things.set(i, other);
                Blend blend = dice.pick(List.of(Blend.values()));
                Box box = truths.get(i).blended(Truth.of(other), 1).box();
                Blend.Blended mixed = blend.of(plain, Picture.of(with(scene, things)), box, dice);
                picture = picture.under(mixed.picture(), Picture.mask(box, RIM));
                truths.set(i, truths.get(i).blended(Truth.of(other), mixed.share()));
            }
        }
        return exhibit(Kind.BLENDED, scene, picture, truths, worn, dice);
    }

    /** What a thing is blended with: mostly another subject of the picture, else any; one in ten times a glyph of the same. */
    private static Placed partner(Scene scene, Placed thing, Dice dice) {
        Subject subject = thing.subject();
        if (!dice.chance(0.1)) {
            List<Subject> others = scene.things().stream().map(Placed::subject).filter(s -> s != thing.subject()).toList();
            while (subject == thing.subject()) {
                subject = !others.isEmpty() && dice.chance(0.5) ? dice.pick(others) : dice.pick(Subject.all());
            }
        }
        Glyph glyph = dice.pick(Glyphs.of(subject));
        Colour colour = dice.chance(0.6) ? thing.colour() : dice.chance(0.5) ? Colour.NATURAL : dice.pick(Colour.named());
        Style style = dice.chance(0.8) ? thing.style() : Style.PLAIN;
        return thing.as(glyph, colour, style);
    }

    private static Exhibit damaged(Scene scene, boolean worn, Dice dice) {
        Picture picture = Picture.of(scene);
        List<Truth> truths = truths(scene);
        int sure = dice.below(truths.size());
        for (int i = 0; i < truths.size(); i++) {
            if (i == sure || dice.chance(0.5)) {
                Damage damage = dice.pick(List.of(Damage.values()));
                double strength = dice.uniform();
                List<Placed> others = new ArrayList<>(scene.things());
                others.remove(i);
                Box box = truths.get(i).box();
                Supplier<Picture> empty = () -> Picture.of(with(scene, others));
                picture = picture.under(damage.apply(picture, empty, box, strength, dice), Picture.mask(box, RIM));
                truths.set(i, truths.get(i).damaged(damage.harm(strength), damage.leavesTrace(strength)));
            }
        }
        return exhibit(Kind.DAMAGED, scene, picture, truths, worn, dice);
    }
}
