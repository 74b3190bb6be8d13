package dev.goldpan.judge;

import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * The judge's answers for one picture and its prompt.
 *
 * @param asked the prompt
 * @param subjects one per mention of the prompt
 * @param seen the things in the picture
 * @param pure whether none of them is a mixture
 * @param relationRight whether the first mention stands to the second as asked; true where nothing is asked
 */
public record Verdict(SceneSpec asked, List<SubjectVerdict> subjects, List<Detection> seen, boolean pure, boolean relationRight) {

    /** Copies the lists. */
    public Verdict {
        subjects = List.copyOf(subjects);
        seen = List.copyOf(seen);
    }

    /** The answers that follow from what was detected. */
    public static Verdict of(SceneSpec asked, List<Detection> detected, Thresholds thresholds) {
        List<Detection> seen = detected.stream().filter(d -> d.score() >= thresholds.score()).toList();
        List<List<Detection>> taken = Assignment.of(asked, seen, thresholds.exists());
        List<SubjectVerdict> subjects = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            subjects.add(subject(asked, asked.mentions().get(i), taken.get(i), seen, thresholds));
        }
        return new Verdict(asked, subjects, seen, seen.stream().noneMatch(d -> d.mixture() >= thresholds.mixture()),
                relation(asked, taken));
    }

    private static SubjectVerdict subject(SceneSpec asked, Mention mention, List<Detection> things, List<Detection> seen,
            Thresholds thresholds) {
        Subject subject = mention.subject();
        boolean exists = seen.stream().anyMatch(d -> d.of(subject) >= thresholds.exists());
        boolean recognisable = seen.stream().anyMatch(d -> d.subject() == subject
                && d.of(subject) >= thresholds.recognisable() && d.margin() >= thresholds.margin());
        boolean coloured = !things.isEmpty() && things.stream().allMatch(d -> d.of(mention.colour()) >= thresholds.colour());
        boolean styled = !things.isEmpty() && things.stream().allMatch(d -> d.style() == mention.style());
        int wanted = asked.mentions().stream().filter(m -> m.subject() == subject).mapToInt(Mention::count).sum();
        return new SubjectVerdict(mention, things, exists, recognisable,
                things.stream().noneMatch(d -> d.mixture() >= thresholds.mixture()),
                mention.colour() == Colour.NATURAL || coloured,
                seen.stream().filter(d -> d.subject() == subject).count() == wanted,
                mention.style() == Style.PLAIN || styled);
    }

    private static boolean relation(SceneSpec asked, List<List<Detection>> taken) {
        if (!asked.relation().spatial()) {
            return true;
        }
        List<Detection> first = taken.get(0);
        List<Detection> second = taken.get(1);
        return !first.isEmpty() && !second.isEmpty() && first.stream().allMatch(a ->
                second.stream().allMatch(b -> asked.relation().holds(a.box(), b.box())));
    }

    /** The answer to one question; a question that the prompt does not ask is answered with yes. */
    public boolean holds(Question question) {
        return switch (question) {
            case EXISTENCE -> subjects.stream().allMatch(SubjectVerdict::exists);
            case RECOGNISABILITY -> subjects.stream().allMatch(SubjectVerdict::recognisable);
            case NOT_A_MIXTURE -> pure;
            case COLOUR -> subjects.stream().allMatch(SubjectVerdict::colourRight);
            case COUNT -> subjects.stream().allMatch(SubjectVerdict::countRight);
            case RELATION -> relationRight;
            case STYLE -> subjects.stream().allMatch(SubjectVerdict::styleRight);
        };
    }

    /** Whether every subject exists and is recognisable and nothing is a mixture: the papers' summary. */
    public boolean allThree() {
        return holds(Question.EXISTENCE) && holds(Question.RECOGNISABILITY) && holds(Question.NOT_A_MIXTURE);
    }

    /** Whether the picture is all that the prompt asks. */
    public boolean everything() {
        return allThree() && holds(Question.COLOUR) && holds(Question.COUNT) && holds(Question.RELATION) && holds(Question.STYLE);
    }
}
