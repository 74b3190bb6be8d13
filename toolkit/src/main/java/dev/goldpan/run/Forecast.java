package dev.goldpan.run;

import dev.goldpan.search.Blobs;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What a search will cost, from one batch of it.
 *
 * @param calls of the denoiser for one candidate
 * @param forwards of the network in one call
 * @param secondsPerCandidate made, decoded and scored
 * @param nfe that the budget allows; 0 where it does not say
 */
public record Forecast(int calls, int forwards, double secondsPerCandidate, long nfe) {
    /** Runs one batch of what {@code spec} asks, and keeps nothing of it. */
    public static Forecast of(Spec spec, Workshop workshop, Listener listener) {
        try (Workbench bench = Workbench.of(spec, workshop, listener)) {
            Grounds grounds = bench.grounds(spec);
            try (ModelEvaluator evaluator = bench.evaluator(spec, Set.of(), Blobs.none())) {
                int calls = grounds.calls();
                evaluator.evaluate(candidates(grounds, calls)); // warms up
                Evaluator.Evaluated timed = evaluator.evaluate(candidates(grounds.withSeed(spec.seed() + spec.batch()), calls));
                return new Forecast(calls, bench.task().forwards(), timed.cost().seconds() / spec.batch(),
                        spec.budget().nfe() == null ? 0 : spec.budget().nfe());
            }
        }
    }

    private static List<Candidate> candidates(Grounds grounds, int calls) {
        return LongStream.range(0, grounds.width()).mapToObj(index -> new Candidate(grounds.noise(index), grounds.course(), calls))
                .toList();
    }
}
