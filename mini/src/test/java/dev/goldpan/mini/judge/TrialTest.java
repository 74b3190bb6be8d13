package dev.goldpan.mini.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.judge.Detection;
import dev.goldpan.judge.Question;
import dev.goldpan.judge.Thresholds;
import dev.goldpan.judge.Verdict;
import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.Placed;
import dev.goldpan.mini.world.Scene;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Subject;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrialTest {

    /** Trials are fair: whoever sees what is there answers all of them rightly. */
    @Test
    void aPerfectEyeIsAlwaysRight() {
        Set<Question> yes = EnumSet.noneOf(Question.class);
        Set<Question> no = EnumSet.noneOf(Question.class);
        for (int i = 0; i < 1500; i++) {
            Scene scene = Scene.of(31, i);
            List<Detection> seen = scene.things().stream().map(TrialTest::detection).toList();
            for (Trial trial : Trial.of(scene.spec(), Dice.of(i))) {
                (trial.truth() ? yes : no).add(trial.question());
                boolean answer = Verdict.of(trial.asked(), seen, Thresholds.EVEN).holds(trial.question());
                assertEquals(trial.truth(), answer, scene.caption() + ": " + trial);
            }
        }
        assertEquals(EnumSet.allOf(Question.class), yes);
        assertEquals(EnumSet.complementOf(EnumSet.of(Question.NOT_A_MIXTURE)), no, "blends are shown apart");
    }

    private static Detection detection(Placed thing) {
        return new Detection(thing.box(), 1, Map.of(thing.subject(), 1.0), Map.of(thing.colour(), 1.0),
                Map.of(thing.style(), 1.0), 0);
    }

    /** With the dice that drew the scene it would always be the last. */
    @Test
    void anySubjectMayBeExchanged() {
        Set<Integer> kept = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<Mention> mentions = Scene.of(33, i).spec().mentions();
            if (mentions.size() == 2) {
                Trial.of(Scene.of(33, i).spec(), Dice.of(33, i, JudgeReport.TRIALS)).stream()
                        .filter(trial -> trial.question() == Question.EXISTENCE && !trial.truth())
                        .forEach(trial -> kept.add(trial.asked().mentions().get(0).equals(mentions.get(0)) ? 0 : 1));
            }
        }
        assertEquals(Set.of(0, 1), kept);
    }

    @Test
    void lookAlikesAreThoseOfThePrompts() {
        assertTrue(LookAlikes.alike(Subject.LEOPARD, Subject.TIGER) && LookAlikes.alike(Subject.TIGER, Subject.LEOPARD));
        assertFalse(LookAlikes.alike(Subject.LEOPARD, Subject.CLOCK));
        for (int i = 0; i < 100; i++) {
            assertFalse(Set.of(Subject.CAT, Subject.TIGER).contains(
                    LookAlikes.absent(Subject.CAT, Set.of(Subject.CAT, Subject.TIGER), Dice.of(i))));
        }
    }
}
