package dev.goldpan.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Seen CAT = Seen.at(30, 60, Subject.CAT);
    private static final Seen DOG = Seen.at(90, 60, Subject.DOG);

    @Test
    void aPictureOfThePromptIsAllRight() {
        Verdict verdict = judge("a cat and a dog", CAT, DOG);
        assertTrue(verdict.everything());
        assertEquals(List.of(CAT.detection()), verdict.subjects().get(0).things());
    }

    @Test
    void aMissingSubjectDoesNotExist() {
        assertEquals(EnumSet.of(Question.EXISTENCE, Question.RECOGNISABILITY, Question.COUNT), wrong("a cat and a dog", CAT));
        assertEquals(EnumSet.of(Question.EXISTENCE, Question.RECOGNISABILITY, Question.COUNT), wrong("a cat and a dog", CAT,
                DOG.scored(Thresholds.EVEN.score() - 0.01)));
        assertTrue(judge("a cat and a dog", CAT).subjects().get(1).things().isEmpty());
        assertTrue(judge("a cat and a dog").holds(Question.NOT_A_MIXTURE), "nothing is no mixture");
    }

    @Test
    void whatCouldBeAnythingExistsWithoutBeingRecognisable() {
        Seen unsure = Seen.at(90, 60, Map.of(Subject.DOG, 0.45, Subject.WOLF, 0.35, Subject.FOX, 0.1));
        assertEquals(Set.of(Question.RECOGNISABILITY), wrong("a cat and a dog", CAT, unsure));
        Seen near = Seen.at(90, 60, Map.of(Subject.DOG, 0.52, Subject.WOLF, 0.42));
        assertEquals(Set.of(Question.RECOGNISABILITY), wrong("a cat and a dog", CAT, near));
    }

    @Test
    void oneBlendOfBothIsAMixture() {
        Seen hybrid = Seen.at(60, 60, Map.of(Subject.CAT, 0.5, Subject.DOG, 0.45)).mixed(0.9);
        Verdict verdict = judge("a cat and a dog", hybrid);
        assertTrue(verdict.holds(Question.EXISTENCE), "both can be seen in it");
        assertFalse(verdict.holds(Question.NOT_A_MIXTURE));
        assertFalse(verdict.subjects().get(0).notMixture());
        assertFalse(verdict.allThree());
    }

    @Test
    void aMixtureBesideWhatWasAskedSpoilsThePictureAlone() {
        Verdict verdict = judge("a cat and a dog", CAT, DOG, Seen.at(60, 110, Subject.LION).mixed(0.9));
        assertFalse(verdict.holds(Question.NOT_A_MIXTURE));
        assertTrue(verdict.subjects().stream().allMatch(SubjectVerdict::notMixture));
    }

    @Test
    void coloursBelongToTheirThings() {
        Seen red = Seen.at(30, 60, Subject.APPLE).in(Colour.RED);
        Seen green = Seen.at(90, 60, Subject.APPLE).in(Colour.GREEN);
        assertEquals(Set.of(), wrong("a green apple and a red apple", red, green));
        assertEquals(Set.of(Question.COLOUR), wrong("a green apple and a blue apple", red, green));
        assertEquals(Set.of(Question.COLOUR), wrong("two red apples", red, green));
        assertEquals(Set.of(), wrong("two apples", red, green), "any colour will do where none is asked");
        assertEquals(Set.of(Question.COLOUR), wrong("a red cat and a green apple", CAT, green));
    }

    @Test
    void stylesBelongToTheirThings() {
        assertEquals(Set.of(), wrong("a sketched cat and a dog", CAT.in(Style.SKETCHED), DOG));
        assertEquals(Set.of(Question.STYLE), wrong("a sketched cat and a dog", CAT, DOG.in(Style.SKETCHED)));
    }

    @Test
    void countsAreExact() {
        assertEquals(Set.of(Question.COUNT), wrong("a cat", CAT, Seen.at(90, 60, Subject.CAT)));
        assertEquals(Set.of(), wrong("two cats", CAT, Seen.at(90, 60, Subject.CAT)));
        assertEquals(Set.of(Question.COUNT), wrong("three cats", CAT, Seen.at(90, 60, Subject.CAT)));
        assertEquals(Set.of(), wrong("a red apple and a green apple", Seen.at(30, 60, Subject.APPLE).in(Colour.RED),
                Seen.at(90, 60, Subject.APPLE).in(Colour.GREEN)), "one and one of the same are two");
    }

    @Test
    void relationsHoldBetweenBoxes() {
        assertEquals(Set.of(), wrong("a cat to the left of a dog", CAT, DOG));
        assertEquals(Set.of(), wrong("a cat next to a dog", CAT, DOG));
        assertEquals(Set.of(Question.RELATION), wrong("a cat to the right of a dog", CAT, DOG));
        assertEquals(Set.of(Question.RELATION), wrong("a cat above a dog", CAT, DOG));
        assertTrue(wrong("a cat above a dog", CAT).contains(Question.RELATION), "nothing stands above what is missing");
    }

    @Test
    void questionsAreAskedWhereThePromptSaysSomething() {
        assertEquals(List.of(Question.EXISTENCE, Question.RECOGNISABILITY, Question.NOT_A_MIXTURE, Question.COUNT),
                asked("a cat and a dog"));
        assertTrue(asked("a red cat").contains(Question.COLOUR));
        assertTrue(asked("a cat above a dog").contains(Question.RELATION));
        assertTrue(asked("a sketch of a cat").contains(Question.STYLE));
    }

    private static List<Question> asked(String prompt) {
        return Arrays.stream(Question.values()).filter(question -> question.isAsked(Caption.parse(prompt))).toList();
    }

    private static Set<Question> wrong(String prompt, Seen... seen) {
        Verdict verdict = judge(prompt, seen);
        return Arrays.stream(Question.values()).filter(question -> !verdict.holds(question)).collect(Collectors.toSet());
    }

    private static Verdict judge(String prompt, Seen... seen) {
        return Verdict.of(Caption.parse(prompt), Arrays.stream(seen).map(Seen::detection).toList(), Thresholds.EVEN);
    }
}
