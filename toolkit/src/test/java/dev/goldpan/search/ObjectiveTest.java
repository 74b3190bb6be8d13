package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.verify.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
    static Scored scored(long seed, Object... scores) {
        Map<String, Score> said = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i += 2) {
            said.put((String) scores[i], scores[i + 1] == null ? Score.failed("no") : Score.of(((Number) scores[i + 1]).doubleValue()));
        }
        return new Scored(new Candidate(new Recipe.Fresh(seed), new Course.Steps(3), 3), said);
    }

    @Test
    void oneVerifierIsItsScore() {
        Objective clip = new Objective(List.of("clip"));
        assertArrayEquals(new double[] {0.5, Double.NEGATIVE_INFINITY, -2},
                clip.values(List.of(scored(0, "clip", 0.5, "other", 9), scored(1, "clip", null), scored(2, "clip", -2))));
        assertTrue(clip.isAbsolute());
    }

    @Test
    void severalAreTheirMeanRankWithTiesAveraged() {
        // clip 3 1 2 2, look 10 20 20 0. Beaten others: clip 3, 0, 1.5, 1.5; look 1, 2.5, 2.5, 0; mean over 2 verifiers x 3 others.
        double[] values = new Objective(List.of("clip", "look")).values(List.of(scored(0, "clip", 3, "look", 10),
                scored(1, "clip", 1, "look", 20), scored(2, "clip", 2, "look", 20), scored(3, "clip", 2, "look", 0)));
        assertArrayEquals(new double[] {4 / 6.0, 2.5 / 6, 4 / 6.0, 1.5 / 6}, values, 1e-12);
    }

    @Test
    void ranksAreOfThePoolCompared() {
        Objective both = new Objective(List.of("clip", "look"));
        Scored one = scored(0, "clip", 3, "look", 1);
        Scored other = scored(1, "clip", 2, "look", 5);
        assertArrayEquals(new double[] {0.5, 0.5}, both.values(List.of(one, other)), 1e-12);
        double[] three = both.values(List.of(one, other, scored(2, "clip", 2.5, "look", 0)));
        assertTrue(three[0] > three[1]);
        assertArrayEquals(new double[] {1}, both.values(List.of(other)));
    }

    @Test
    void failedOnesComeLastAndTiesKeepTheirOrder() {
        Objective clip = new Objective(List.of("clip"));
        List<Scored> ranked = clip.ranked(List.of(scored(0, "clip", null), scored(1, "clip", 1), scored(2, "clip", 1),
                scored(3, "clip", 2)));
        assertEquals(List.of(3L, 1L, 2L, 0L), ranked.stream().map(one -> ((Recipe.Fresh) one.candidate().recipe()).seed()).toList());
    }
}
