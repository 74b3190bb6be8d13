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
 * @param calls of the denoiser that one candidate is charged, going back through them and looking at its noise included where the
 *     search does that
 * @param forwards of the network that one candidate took
 * @param secondsPerCandidate made, decoded and scored, and gone back from
 * @param nfe that the budget allows; 0 where it does not say
 */
public record Forecast(int calls, double forwards, double secondsPerCandidate, long nfe) {
    /** Runs one batch of what {@code spec} asks, and keeps nothing of it. */
    public static Forecast of(Spec spec, Workshop workshop, Listener listener) {
        try (Workbench bench = Workbench.of(spec, workshop, listener)) {
            Blobs blobs = Blobs.inMemory();
            Plan plan = bench.plan(spec, blobs);
            Grounds grounds = plan.grounds();
            plan.algorithm().begin(grounds); // says what is wrong, if anything is
            int back = plan.algorithm().backwardNfe();
            ModelEvaluator plain = bench.evaluator(spec, Set.of(), blobs);
            try (Evaluator evaluator = bench.looking(spec, plain, blobs)) {
                int calls = grounds.look();
                evaluator.evaluate(candidates(grounds, calls), back > 0); // warms up
                Evaluator.Evaluated timed = evaluator.evaluate(candidates(grounds.withSeed(spec.seed() + spec.batch()), calls), back > 0);
                return new Forecast(calls * (1 + back) + plan.look(), (double) timed.cost().forwards() / spec.batch(),
                        timed.cost().seconds() / spec.batch(), spec.budget().nfe() == null ? 0 : spec.budget().nfe());
            }
        }
    }

    private static List<Candidate> candidates(Grounds grounds, int calls) {
        return LongStream.range(0, grounds.width()).mapToObj(index -> new Candidate(grounds.noise(index), grounds.course(), calls))
                .toList();
    }
}
