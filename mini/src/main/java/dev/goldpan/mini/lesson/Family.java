package dev.goldpan.mini.lesson;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Glyph;
import dev.goldpan.mini.world.Glyphs;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.mini.world.SpecPrior;
import dev.goldpan.mini.world.Wording;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A scene and others that differ from it as failed pictures differ from their prompt: hard negatives of each other, in both
 * directions.
 *
 * <p>More of them show several subjects than in the generator's training, and any two subjects may meet: what tells good pictures
 * from bad has to know more than what makes them.
 *
 * @param members the scene first
 */
public record Family(List<Member> members) {
    /** Members of every family. */
    public static final int SIZE = 4;

    private static final long USE = 0x4C455353; // apart from the scenes of the same seed
    private static final int LAYOUTS = 16;
    private static final double ANOTHER = 0.45;
    private static final double EXCHANGED = 0.4;
    private static final double PLACED = 0.25;
    private static final double MIXED = 0.12;
    private static final double SCRAMBLED = 0.12;
    private static final double UNDECIDED = 0.2;

    /** Copies the list. */
    public Family {
        members = List.copyOf(members);
    }

    /** Family {@code index} of {@code world}: the same for the same numbers, always. */
    public static Family of(long world, long index) {
        Dice dice = Dice.of(world, index, USE);
        SceneSpec base = drawn(dice);
        List<Member> members = new ArrayList<>();
        members.add(member(base, world, index, 0, dice));
        while (members.size() < SIZE) {
            int place = members.size();
            if (base.mentions().size() == 2 && base.things() == 2 && dice.chance(MIXED)) {
                members.add(mixture(members.get(0), dice));
                continue;
            }
            if (dice.chance(UNDECIDED)) {
                Undecided.of(members.get(0), dice).ifPresent(members::add);
                continue;
            }
            if (dice.chance(SCRAMBLED)) {
                Member first = members.get(0);
                members.add(new Member(first.scene(), null, dice.bits() | 1, false, first.asked(), first.caption()));
                continue;
            }
            Optional<SceneSpec> foil = dice.pick(List.of(Foil.values())).of(base, dice);
            if (foil.isPresent() && !Fit.holds(foil.get(), members.get(0).scene())) {
                members.add(member(foil.get(), world, index, place, dice));
            }
        }
        return new Family(members);
    }

    private static Member member(SceneSpec spec, long world, long index, int place, Dice dice) {
        Scene scene = Scene.of(spec, world ^ USE, index * LAYOUTS + place);
        SceneSpec asked = dice.chance(PLACED) ? placed(scene) : spec;
        return new Member(scene, null, 0, false, asked, Wording.of(asked, dice));
    }

    private static SceneSpec drawn(Dice dice) {
        SceneSpec spec = SpecPrior.draw(dice);
        List<Mention> mentions = new ArrayList<>(spec.mentions());
        if (spec.things() == 1 && dice.chance(ANOTHER)) {
            SceneSpec more = SpecPrior.draw(dice);
            Mention other = more.mentions().get(0).times(1);
            if (other.subject() != mentions.get(0).subject()) {
                mentions.add(other);
                return new SceneSpec(mentions, dice.pick(List.of(Relation.values())));
            }
        } else if (mentions.size() == 2 && dice.chance(EXCHANGED)) {
            Subject other = dice.pick(Subject.all());
            Mention second = mentions.get(1);
            boolean pointless = second.style() == Style.STRIPED && (other == Subject.ZEBRA || other == Subject.TIGER);
            if (other != mentions.get(0).subject() && !pointless) {
                mentions.set(1, new Mention(second.count(), second.style(), second.colour(), other));
                return new SceneSpec(mentions, spec.relation());
            }
        }
        return spec;
    }

    /** The same with the places said, where they can be. */
    private static SceneSpec placed(Scene scene) {
        for (Relation relation : List.of(Relation.LEFT_OF, Relation.RIGHT_OF, Relation.ABOVE, Relation.BELOW)) {
            if (scene.spec().mentions().size() == 2) {
                SceneSpec told = new SceneSpec(scene.spec().mentions(), relation);
                if (Fit.holds(told, scene)) {
                    return told;
                }
            }
        }
        return scene.spec();
    }

    /** Each of two things shows through the other, as if the picture could not decide. */
    private static Member mixture(Member base, Dice dice) {
        List<Placed> things = base.scene().things();
        Placed first = things.get(0);
        Placed second = things.get(1);
        boolean both = dice.chance(0.5);
        List<Placed> one = both ? things : List.of(first);
        List<Placed> other = both ? List.of(exchanged(first, second, dice), exchanged(second, first, dice))
                : List.of(exchanged(first, second, dice));
        Scene scene = base.scene();
        return new Member(new Scene(scene.caption(), scene.spec(), scene.background(), one),
                new Scene(scene.caption(), scene.spec(), scene.background(), other), 0, false, base.asked(), base.caption());
    }

    /** {@code thing}'s place taken by what {@code other} is. */
    private static Placed exchanged(Placed thing, Placed other, Dice dice) {
        Glyph glyph = dice.pick(Glyphs.of(other.subject()));
        return thing.as(glyph, other.colour(), other.style());
    }
}
