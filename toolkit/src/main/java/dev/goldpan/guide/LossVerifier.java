package dev.goldpan.guide;

import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Metered;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.VerifierInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A loss as a verifier of noise: the score is the negative loss at the first call, for one conditional pass per noise that ends at
 * the last layer needed, and no gradient.
 */
final class LossVerifier implements Metered {
    private final AttentionLoss loss;
    private final FirstCall first;
    private final TokenGroups groups;
    private final VerifierInfo info;
    private long forwards;

    /**
     * @param first may be shared with other verifiers of the same prompt
     * @param form as {@link Losses#form} has it: it stands where other verifiers have the hash of their weights
     */
    LossVerifier(AttentionLoss loss, FirstCall first, TokenGroups groups, String form) {
        loss.check(groups);
        this.loss = loss;
        this.first = first;
        this.groups = groups;
        this.info = new VerifierInfo(loss.name(), form, Set.of(Need.NOISE), 0, VerifierInfo.Scope.POINT, VerifierInfo.Range.UNBOUNDED,
                "- loss", 0);
    }

    @Override
    public VerifierInfo info() {
        return info;
    }

    @Override
    public List<Score> score(List<Evidence> shown) {
        try (Scope scope = Scope.open()) {
            long before = first.forwards();
            List<AttentionMaps> maps = first.maps(shown.stream().map(Evidence::noise).toList());
            forwards += first.forwards() - before;
            List<Score> scores = new ArrayList<>();
            maps.forEach(one -> scores.add(Score.of(-loss.compared(one, groups))));
            return scores;
        }
    }

    @Override
    public long forwards() {
        return forwards;
    }

    @Override
    public void close() {
        first.close();
    }
}
