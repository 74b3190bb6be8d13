package dev.goldpan.mini.judge;

import dev.goldpan.judge.Question;
import dev.goldpan.mini.world.Dice;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One question to the judge whose answer is known: a picture's own prompt, or one of which it shows all but one thing.
 *
 * @param asked the prompt the picture is judged by
 * @param truth what is to be answered
 */
record Trial(Question question, SceneSpec asked, boolean truth) {

    /** Every question that a clean picture of {@code spec} allows, with yes and, where a prompt can be made wrong, with no. */
    static List<Trial> of(SceneSpec spec, Dice dice) {
        List<Trial> trials = new ArrayList<>();
        Arrays.stream(Question.values()).filter(q -> q.isAsked(spec)).forEach(q -> trials.add(new Trial(q, spec, true)));
        SceneSpec missing = otherSubject(spec, dice);
        trials.add(new Trial(Question.EXISTENCE, missing, false));
        trials.add(new Trial(Question.RECOGNISABILITY, missing, false));
        List<SceneSpec> counts = otherCounts(spec);
        if (!counts.isEmpty()) {
            trials.add(new Trial(Question.COUNT, dice.pick(counts), false));
        }
        if (Question.COLOUR.isAsked(spec)) {
            int at = pick(spec, m -> m.colour() != Colour.NATURAL, dice);
            Mention mention = spec.mentions().get(at);
            List<Colour> others = Colour.named().stream().filter(c -> c != mention.colour()).toList();
            trials.add(new Trial(Question.COLOUR, with(spec, at, mention.in(dice.pick(others))), false));
        }
        if (Question.STYLE.isAsked(spec)) {
            int at = pick(spec, m -> m.style() != Style.PLAIN, dice);
            Mention mention = spec.mentions().get(at);
            List<Style> others = Arrays.stream(Style.values()).filter(s -> s != Style.PLAIN && s != mention.style()).toList();
            trials.add(new Trial(Question.STYLE, with(spec, at, mention.in(dice.pick(others))), false));
        }
        if (spec.relation().spatial()) {
            trials.add(new Trial(Question.RELATION, new SceneSpec(spec.mentions(), opposite(spec.relation())), false));
        }
        return trials;
    }

    /** One subject exchanged for one that is not in the picture. */
    private static SceneSpec otherSubject(SceneSpec spec, Dice dice) {
        int at = dice.below(spec.mentions().size());
        Mention mention = spec.mentions().get(at);
        Set<Subject> present = spec.mentions().stream().map(Mention::subject).collect(Collectors.toSet());
        Subject absent = LookAlikes.absent(mention.subject(), present, dice);
        return with(spec, at, new Mention(mention.count(), mention.style(), mention.colour(), absent));
    }

    /** The prompts with one more or one less of something. */
    private static List<SceneSpec> otherCounts(SceneSpec spec) {
        List<SceneSpec> others = new ArrayList<>();
        for (int at = 0; at < spec.mentions().size(); at++) {
            Mention mention = spec.mentions().get(at);
            if (mention.count() > 1) {
                others.add(with(spec, at, mention.times(mention.count() - 1)));
            }
            if (spec.things() < SceneSpec.MOST) {
                others.add(with(spec, at, mention.times(mention.count() + 1)));
            }
        }
        return others;
    }

    private static int pick(SceneSpec spec, Predicate<Mention> which, Dice dice) {
        List<Mention> mentions = spec.mentions();
        return dice.pick(IntStream.range(0, mentions.size()).filter(i -> which.test(mentions.get(i))).boxed().toList());
    }

    private static SceneSpec with(SceneSpec spec, int at, Mention mention) {
        List<Mention> mentions = new ArrayList<>(spec.mentions());
        mentions.set(at, mention);
        return new SceneSpec(mentions, spec.relation());
    }

    private static Relation opposite(Relation relation) {
        return switch (relation) {
            case LEFT_OF -> Relation.RIGHT_OF;
            case RIGHT_OF -> Relation.LEFT_OF;
            case ABOVE -> Relation.BELOW;
            case BELOW, NEXT_TO -> Relation.ABOVE;
            case AND, WITH -> throw new IllegalArgumentException(relation + " has no opposite");
        };
    }
}
