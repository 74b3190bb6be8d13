package dev.goldpan.run;

import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Algorithms;
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
 * @param calls of the denoiser that one candidate is charged, going back through them included where the search does that
 * @param forwards of the network in one call
 * @param secondsPerCandidate made, decoded and scored, and gone back from
 * @param nfe that the budget allows; 0 where it does not say
 */
public record Forecast(int calls, int forwards, double secondsPerCandidate, long nfe) {
    /** Runs one batch of what {@code spec} asks, and keeps nothing of it. */
    public static Forecast of(Spec spec, Workshop workshop, Listener listener) {
        try (Workbench bench = Workbench.of(spec, workshop, listener)) {
            Grounds grounds = bench.grounds(spec, Blobs.none());
            Algorithm algorithm = Algorithms.configured(spec.algorithm(), spec.set());
            algorithm.begin(grounds); // says what is wrong, if anything is
            int back = algorithm.backwardNfe();
            try (ModelEvaluator evaluator = bench.evaluator(spec, Set.of(), Blobs.none())) {
                int calls = grounds.calls();
                evaluator.evaluate(candidates(grounds, calls), back > 0); // warms up
                Evaluator.Evaluated timed = evaluator.evaluate(candidates(grounds.withSeed(spec.seed() + spec.batch()), calls), back > 0);
                return new Forecast(calls * (1 + back), bench.task().forwards(), timed.cost().seconds() / spec.batch(),
                        spec.budget().nfe() == null ? 0 : spec.budget().nfe());
            }
        }
    }

    private static List<Candidate> candidates(Grounds grounds, int calls) {
        return LongStream.range(0, grounds.width()).mapToObj(index -> new Candidate(grounds.noise(index), grounds.course(), calls))
                .toList();
    }
}
