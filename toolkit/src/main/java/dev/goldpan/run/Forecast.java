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
 * @param calls of the denoiser that one candidate is charged
 * @param forwards of the network that one candidate took
 * @param secondsPerCandidate made, decoded and scored
 * @param nfe that the budget allows; 0 where it does not say
 */
public record Forecast(int calls, double forwards, double secondsPerCandidate, long nfe) {
    /** Runs one batch of what {@code spec} asks, and keeps nothing of it. */
    public static Forecast of(Spec spec, Listener listener) {
        try (Workbench bench = Workbench.open(spec, listener)) {
            Grounds grounds = bench.grounds(spec);
            Blobs blobs = Blobs.held();
            ModelEvaluator plain = bench.evaluator(spec, Set.of(), blobs);
            try (Evaluator evaluator = spec.optimise() > 0 ? bench.optimising(spec, plain, blobs) : plain) {
                int calls = grounds.look();
                evaluator.evaluate(candidates(grounds, calls)); // warms up
                Evaluator.Evaluated timed = evaluator.evaluate(candidates(grounds.withSeed(spec.seed() + spec.batch()), calls));
                return new Forecast(calls + bench.plan(spec).look(), (double) timed.cost().forwards() / spec.batch(),
                        timed.cost().seconds() / spec.batch(), spec.budget().nfe() == null ? 0 : spec.budget().nfe());
            }
        }
    }

    private static List<Candidate> candidates(Grounds grounds, int calls) {
        return LongStream.range(0, grounds.width()).mapToObj(index -> new Candidate(grounds.noise(index), grounds.course(), calls))
                .toList();
    }
}
