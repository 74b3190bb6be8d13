package dev.goldpan.run;

import dev.goldpan.guide.NoiseDescent;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Outcome;
import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.Scope;
import dev.goldpan.verify.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes each noise better by a loss's gradient before it is looked at. What comes back is another candidate than was asked for, the
 * optimised noise, and whether it passed the loss's own test stands among its scores.
 */
final class OptimisingEvaluator implements Evaluator {
    private final ModelEvaluator inner;
    private final NoiseDescent descent;
    private final Blobs blobs;

    OptimisingEvaluator(ModelEvaluator inner, NoiseDescent descent, Blobs blobs) {
        this.inner = inner;
        this.descent = descent;
        this.blobs = blobs;
    }

    /** Whether a candidate is good enough to stop at. */
    static boolean hasPassed(Scored scored) {
        return scored.value(ByLoss.PASSED) > 0;
    }

    @Override
    public int width() {
        return inner.width();
    }

    @Override
    public Underway begin(List<Candidate> candidates, boolean gradients) {
        long begun = System.nanoTime();
        long forwards = descent.forwards();
        long backwards = descent.backwards();
        List<Candidate> made = new ArrayList<>();
        List<Boolean> passed = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try (Scope scope = Scope.open()) {
                NoiseDescent.Better better = descent.from(inner.noise(candidate.recipe()));
                Recipe recipe = new Recipe.Optimised(candidate.recipe(), blobs.write(better.numbers()));
                made.add(new Candidate(recipe, candidate.course(), candidate.calls()));
                passed.add(better.success());
            }
        }
        long spent = descent.forwards() - forwards;
        double seconds = (System.nanoTime() - begun) * 1e-9;
        Evaluated seen = inner.evaluate(made, gradients);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Outcome outcome = seen.outcomes().get(i);
            Map<String, Score> scores = new LinkedHashMap<>(outcome.scored().scores());
            scores.put(ByLoss.PASSED, Score.of(passed.get(i) ? 1 : 0));
            Scored scored = new Scored(outcome.scored().candidate(), scores, outcome.scored().gradient());
            outcomes.add(new Outcome(scored, outcome.image(), outcome.rows()));
        }
        Cost descended = new Cost(0, spent, spent, descent.backwards() - backwards, 0, 0, 0, seconds);
        return Underway.ended(new Evaluated(outcomes, seen.cost().plus(descended))); // one that passed its test ends the search
    }

    @Override
    public void remember(List<Candidate> candidates) {
        inner.remember(candidates);
    }

    @Override
    public Outcome again(Candidate candidate, List<Map<Integer, Integer>> rows) {
        return inner.again(candidate, rows);
    }

    @Override
    public void close() {
        inner.close();
    }
}
