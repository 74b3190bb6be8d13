package dev.goldpan.mini.world;

import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.List;

/** The training distribution of what is asked for. {@code docs/world.md} has the table. */
public final class SpecPrior {

    /** One thing; several alike; two mentions; three mentions; two alike and another. */
    private static final double[] FORMS = {0.62, 0.08, 0.265, 0.02, 0.015};
    private static final double PROMPTED_WEIGHT = 3;
    private static final double[] STYLES = {0.88, 0.04, 0.04, 0.04};
    /** and, with, left of, right of, above, below, next to. */
    private static final double[] RELATIONS = {0.54, 0.10, 0.09, 0.09, 0.08, 0.06, 0.04};

    private SpecPrior() { }

    /** What one scene of the training distribution shows. */
    public static SceneSpec draw(Dice dice) {
        return switch (dice.weighted(FORMS)) {
            case 0 -> SceneSpec.of(mention(subject(dice), dice));
            case 1 -> SceneSpec.of(mention(subject(dice), dice).times(dice.chance(0.6) ? 2 : 3));
            case 2 -> pair(dice);
            case 3 -> SceneSpec.of(mentions(3, dice).toArray(new Mention[0]));
            default -> {
                List<Mention> two = mentions(2, dice);
                int several = dice.below(2);
                two.set(several, two.get(several).times(2));
                yield new SceneSpec(two, Relation.AND);
            }
        };
    }

    private static SceneSpec pair(Dice dice) {
        List<Mention> two = mentions(2, dice);
        return new SceneSpec(two, Relation.values()[dice.weighted(RELATIONS)]);
    }

    /** Mentions of different subjects, of which no two are a held-out pair. */
    private static List<Mention> mentions(int count, Dice dice) {
        List<Subject> subjects = new ArrayList<>();
        while (subjects.size() < count) {
            Subject next = subject(dice);
            if (subjects.stream().noneMatch(s -> s == next || HeldOut.contains(s, next))) {
                subjects.add(next);
            }
        }
        // One style for all half of the time, as an opening phrase needs it.
        Style shared = dice.chance(0.5) ? style(dice) : null;
        List<Mention> mentions = new ArrayList<>();
        for (Subject subject : subjects) {
            Mention mention = mention(subject, dice);
            mentions.add(shared == null ? mention : mention.in(allowed(shared, subject)));
        }
        return mentions;
    }

    private static Subject subject(Dice dice) {
        int lookAlikes = Subject.values().length - Subject.PROMPTED;
        boolean prompted = dice.weighted(PROMPTED_WEIGHT * Subject.PROMPTED, lookAlikes) == 0;
        return Subject.values()[prompted ? dice.below(Subject.PROMPTED) : Subject.PROMPTED + dice.below(lookAlikes)];
    }

    private static Mention mention(Subject subject, Dice dice) {
        boolean coloured = dice.chance(subject.kind() == Subject.Kind.OBJECT ? 0.55 : 0.12);
        Colour colour = coloured ? dice.pick(Colour.named()) : Colour.NATURAL;
        return new Mention(1, allowed(style(dice), subject), colour, subject);
    }

    private static Style style(Dice dice) {
        return Style.values()[dice.weighted(STYLES)];
    }

    /** Stripes say nothing on a zebra or a tiger. */
    private static Style allowed(Style style, Subject subject) {
        return style == Style.STRIPED && (subject == Subject.ZEBRA || subject == Subject.TIGER) ? Style.PLAIN : style;
    }
}
