package dev.goldpan.laws;

import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A verifier that is a function of the evidence, and counts.
 *
 * @param name it has
 * @param needs what it must be shown
 * @param score of one candidate; what it throws is thrown
 */
public record FakeVerifier(String name, Set<Need> needs, ToDoubleFunction<Evidence> score) implements Verifier {
    /** Brightness of the red channel. */
    public static FakeVerifier red() {
        return new FakeVerifier("red", Set.of(Need.IMAGE), shown -> shown.image().select(1, 0).mean().item_double());
    }

    /** Contrast. */
    public static FakeVerifier contrast() {
        return new FakeVerifier("contrast", Set.of(Need.IMAGE), shown -> shown.image().std().item_double());
    }

    @Override
    public VerifierInfo info() {
        return new VerifierInfo(name, "", needs, needs.contains(Need.X0_AT_SIGMA) ? 0.4 : 0, VerifierInfo.Scope.POINT,
                VerifierInfo.Range.UNBOUNDED, "", 0);
    }

    @Override
    public List<Score> score(List<Evidence> shown) {
        List<Score> scores = new ArrayList<>();
        shown.forEach(one -> scores.add(Score.of(score.applyAsDouble(one))));
        return scores;
    }
}
