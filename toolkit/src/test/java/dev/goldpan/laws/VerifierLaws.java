package dev.goldpan.laws;

import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Differentiable;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What every verifier must keep, whoever wrote it. Throws an {@link AssertionError} that says which law is broken.
 *
 * <p>Equal evidence in an equal list gets exactly equal scores. In another order or another list, scores of a network may differ in
 * their last bits, since products of another shape are summed in another order: {@value #TOLERANCE} of the largest score is allowed.
 */
public final class VerifierLaws {
    private static final double TOLERANCE = 1e-4;
    private static final int CANDIDATES = 5;

    private final Verifier verifier;
    private final VerifierInfo info;
    private final List<Evidence> shown;
    private final List<Tensor> before;
    private final List<Score> scores;

    private VerifierLaws(Verifier verifier, List<Evidence> shown) {
        this.verifier = verifier;
        this.info = verifier.info();
        this.shown = List.copyOf(shown);
        this.before = tensors().map(Tensor::clone).toList();
        this.scores = score(shown);
    }

    /** Checks all laws on noisy pictures of {@code side} pixels a side. */
    public static void check(Verifier verifier, int side) {
        Engine.start();
        try (Scope scope = Scope.open()) {
            List<Evidence> shown = new ArrayList<>();
            for (int i = 0; i < CANDIDATES; i++) {
                NoiseKey key = NoiseKey.of(7, "laws").candidate(i);
                shown.add(new Evidence(new KeyedNoise(key.step(0)).normal(1, 4, 8, 8), picture(key.step(1), side),
                        new KeyedNoise(key.step(2)).normal(1, 4, 8, 8), picture(key.step(3), side),
                        new Prompt("picture " + i + " of a cat"), i % 2));
            }
            check(verifier, shown);
        }
    }

    private static Tensor picture(NoiseKey key, int side) {
        return torch.sigmoid(new KeyedNoise(key).normal(1, 3, side, side));
    }

    /** Checks all laws on evidence of your own, at least two different candidates with everything that it needs. */
    public static void check(Verifier verifier, List<Evidence> shown) {
        try (Scope scope = Scope.open()) {
            new VerifierLaws(verifier, shown).check();
        }
    }

    private void check() {
        itSaysWhoItIs();
        evidenceIsNotWrittenTo();
        scoresAreInRange();
        sameEvidenceSameScore();
        needsAreAllThatItLooksAt();
        if (info.scope() != VerifierInfo.Scope.POPULATION) {
            orderDoesNotMatter();
        }
        if (info.scope() == VerifierInfo.Scope.POINT) {
            companyDoesNotMatter();
        }
        if (verifier instanceof Differentiable differentiable) {
            valuesAreTheScores(differentiable);
        }
    }

    private List<Score> score(List<Evidence> some) {
        List<Score> given = verifier.score(some);
        require(given != null && given.size() == some.size() && given.stream().noneMatch(Objects::isNull), "one score for each candidate");
        return List.copyOf(given);
    }

    private void itSaysWhoItIs() {
        require(info.equals(verifier.info()), "info is the same at every call");
        require(info.name() != null && !info.name().isBlank() && info.name().lines().count() == 1, "it has a name of one line");
        require(scores.stream().anyMatch(score -> !score.failed()), "it scores some of the candidates: " + scores);
    }

    private void scoresAreInRange() {
        for (Score score : scores) {
            require(score.failed() || score.value() >= info.range().least() && score.value() <= info.range().most(),
                    score + " is in " + info.range());
        }
    }

    private void sameEvidenceSameScore() {
        require(scores.equals(score(shown)), "the same evidence gets the same score");
    }

    private void orderDoesNotMatter() {
        List<Evidence> turned = new ArrayList<>(shown);
        Collections.reverse(turned);
        List<Score> found = new ArrayList<>(score(turned));
        Collections.reverse(found);
        close(found, "the order of the list does not matter");
    }

    private void companyDoesNotMatter() {
        close(shown.stream().map(one -> score(List.of(one)).get(0)).toList(), "who else is in the list does not matter");
    }

    private void needsAreAllThatItLooksAt() {
        Set<Need> needs = info.needs();
        close(score(shown.stream().map(one -> new Evidence(needs.contains(Need.NOISE) ? one.noise() : null,
                needs.contains(Need.X0_AT_SIGMA) ? one.x0At() : null, needs.contains(Need.LATENT) ? one.latent() : null,
                needs.contains(Need.IMAGE) ? one.image() : null, needs.contains(Need.PROMPT) ? one.prompt() : null,
                needs.contains(Need.CLASS) ? one.label() : null)).toList()), "it looks at nothing but what it says it needs");
    }

    private void evidenceIsNotWrittenTo() {
        List<Tensor> now = tensors().toList();
        for (int i = 0; i < now.size(); i++) {
            require(now.get(i).equal(before.get(i)), "evidence is not written to");
        }
    }

    private Stream<Tensor> tensors() {
        return shown.stream().flatMap(one -> Stream.of(one.noise(), one.x0At(), one.latent(), one.image())).filter(Objects::nonNull);
    }

    private void valuesAreTheScores(Differentiable differentiable) {
        Tensor values = differentiable.differentiable(shown).detach().cpu();
        require(values.dim() == 1 && values.size(0) == shown.size(), "differentiable values are [candidates]");
        List<Score> found = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            found.add(Score.of(values.select(0, i).item_double()));
        }
        close(found, "what is differentiable is the score");
    }

    private void close(List<Score> found, String law) {
        double largest = scores.stream().filter(score -> !score.failed()).mapToDouble(score -> Math.abs(score.value())).max().orElse(0);
        for (int i = 0; i < scores.size(); i++) {
            boolean same = scores.get(i).failed() ? found.get(i).failed()
                    : Math.abs(scores.get(i).value() - found.get(i).value()) <= TOLERANCE * largest;
            require(same, law + ": candidate " + i + " had " + scores.get(i) + " and has " + found.get(i));
        }
    }

    private static void require(boolean kept, String law) {
        if (!kept) {
            throw new AssertionError(law);
        }
    }
}
