package dev.goldpan.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import java.util.Set;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    @Test
    void saysWhatItShows() {
        Engine.start();
        try (Scope scope = Scope.open()) {
            assertEquals(Set.of(Need.IMAGE, Need.PROMPT), Evidence.of(torch.rand(1, 3, 4, 6), new Prompt("a cat")).shows());
            assertEquals(Set.of(Need.NOISE, Need.CLASS),
                    new Evidence(torch.rand(1, 4, 2, 2), null, null, null, null, 7).shows());
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Evidence.of(torch.rand(2, 3, 4, 6), null)).getMessage();
            assertTrue(message.contains("[2, 3, 4, 6]"), message);
        }
    }

    @Test
    void aScoreIsANumberOrAReason() {
        assertEquals(0.5, Score.of(0.5).value());
        assertFalse(Score.of(0.5).failed());
        assertEquals("the score is NaN", Score.of(Double.NaN).failure());
        assertEquals("the score is Infinity", Score.of(1 / 0.0).failure());
        assertThrows(IllegalArgumentException.class, () -> new Score(1, "both"));
        assertThrows(IllegalArgumentException.class, () -> new Score(Double.NaN, null));
    }

    @Test
    void namesWhereTheEarlyPredictionIsTaken() {
        assertThrows(IllegalArgumentException.class, () -> info(Set.of(Need.X0_AT_SIGMA), 0));
        assertThrows(IllegalArgumentException.class, () -> info(Set.of(Need.IMAGE), 0.4));
        assertEquals(0.4, info(Set.of(Need.X0_AT_SIGMA, Need.IMAGE), 0.4).sigma());
    }

    private static VerifierInfo info(Set<Need> needs, double sigma) {
        return new VerifierInfo("x", "", needs, sigma, VerifierInfo.Scope.POINT, VerifierInfo.Range.UNBOUNDED, "", 0);
    }
}
