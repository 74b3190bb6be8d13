package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static List<Score> of(double... values) {
        return Arrays.stream(values).mapToObj(Score::of).toList();
    }

    @Test
    void isTheMeanOfPlaces() {
        // places of the first 0, 1/3, 2/3, 1; of the second, whose middle two share a place: 1, 1/2, 1/2, 0
        assertEquals(of(0.5, (1 / 3.0 + 0.5) / 2, (2 / 3.0 + 0.5) / 2, 0.5),
                Ensemble.combine(List.of(of(-3, 10, 11, 1e9), of(0.9, 0.2, 0.2, 0.1))));
    }

    @Test
    void dependsOnOrderAlone() {
        List<Score> first = of(1, 5, 3, 2);
        List<Score> second = of(0.1, 0.2, 0.9, 0.4);
        List<Score> stretched = first.stream().map(score -> Score.of(Math.exp(score.value()))).toList();
        assertEquals(Ensemble.combine(List.of(first, second)), Ensemble.combine(List.of(stretched, second)));
        List<Score> turned = new ArrayList<>(Ensemble.combine(List.of(first, second)));
        Collections.reverse(turned);
        assertEquals(turned, Ensemble.combine(List.of(reversed(first), reversed(second))));
    }

    private static List<Score> reversed(List<Score> scores) {
        List<Score> turned = new ArrayList<>(scores);
        Collections.reverse(turned);
        return turned;
    }

    @Test
    void oneCandidateIsFirst() {
        assertEquals(of(1), Ensemble.combine(List.of(of(-7), of(3))));
    }

    @Test
    void leavesOutWhomAMemberFailed() {
        List<Score> broken = List.of(Score.of(2), Score.failed("no answer"), Score.of(1));
        List<Score> combined = Ensemble.combine(List.of(of(1, 9, 2), broken));
        assertEquals(Score.failed("no answer"), combined.get(1));
        assertEquals(0.5, combined.get(0).value()); // first of two here, last of two there
        assertEquals(0.5, combined.get(2).value());
        assertTrue(Ensemble.combine(List.of(of(1, 2), List.of(broken.get(1), broken.get(1)))).stream().allMatch(Score::failed));
    }
}
