package dev.goldpan.run;

import dev.goldpan.search.Blobs;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What a search will cost, from one batch of it, which is shown to no language model that is paid.
 *
 * @param nfe that one candidate is charged, going back through its calls and looking at its noise included where the search does that
 * @param forwards of the network that one candidate took
 * @param secondsPerCandidate made, decoded and scored, and gone back from
 * @param candidates that the limits pay for, were each made whole; {@link Long#MAX_VALUE} where no number ends the search
 * @param last that the winners' last runs are charged beside them
 * @param seconds of all, infinite where no number ends the search
 * @param paid language models that would be shown pictures
 * @param pictures that each of them would be shown finished; {@link Long#MAX_VALUE} where that is not known
 */
public record Forecast(long nfe, double forwards, double secondsPerCandidate, long candidates, long last, double seconds,
        List<String> paid, long pictures) {
    /** Copies the list. */
    public Forecast {
        paid = List.copyOf(paid);
    }

    /** Runs one batch of what {@code spec} asks, and keeps nothing of it. */
    public static Forecast of(Spec spec, Workshop workshop, Listener listener) {
        try (Workbench bench = Workbench.of(spec, workshop, listener)) {
            Blobs blobs = Blobs.inMemory();
            Plan plan = bench.plan(spec, blobs);
            Grounds grounds = plan.grounds();
            plan.algorithm().begin(grounds); // says what is wrong, if anything is
            boolean back = plan.algorithm().backwardNfe() > 0;
            ModelEvaluator plain = bench.unpaid().evaluator(spec, Set.of(), blobs);
            try (Evaluator evaluator = bench.looking(spec, plain, blobs)) {
                int calls = grounds.look();
                evaluator.evaluate(candidates(grounds, calls), back); // warms up
                return of(new Reach(spec, workshop.checkpoint(spec.model()), calls == 0),
                        evaluator.evaluate(candidates(grounds.withSeed(spec.seed() + spec.batch()), calls), back));
            }
        }
    }

    private static Forecast of(Reach reach, Evaluator.Evaluated timed) {
        Spec spec = reach.spec();
        Budget.Spend each = reach.each();
        double forwards = (double) timed.cost().forwards() / spec.batch();
        double seconds = timed.cost().seconds() / spec.batch();
        double last = reach.last().forwards() * spec.batch() * seconds / each.forwards(); // a winner alone takes a whole batch
        long candidates = reach.candidates();
        if (spec.budget().seconds() != null) {
            candidates = Math.min(candidates, Math.max(0, (long) ((spec.budget().seconds() - last) / seconds)));
        }
        boolean ends = candidates < Long.MAX_VALUE;
        return new Forecast(each.nfe(), forwards, seconds, candidates, reach.last().nfe(),
                ends ? candidates * seconds + last : Double.POSITIVE_INFINITY, reach.paid(),
                ends || reach.byNoise() ? reach.pictures(candidates) : Long.MAX_VALUE);
    }

    private static List<Candidate> candidates(Grounds grounds, int calls) {
        return LongStream.range(0, grounds.width()).mapToObj(index -> new Candidate(grounds.noise(index), grounds.course(), calls))
                .toList();
    }
}
