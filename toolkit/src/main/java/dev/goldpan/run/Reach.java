package dev.goldpan.run;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Budget;
import dev.goldpan.verify.Llm;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a search gets with its budget at most, were every candidate made whole.
 *
 * @param spec of the search
 * @param checkpoint that it names
 * @param byNoise whether candidates are judged by their noise, and winners alone are made
 */
public record Reach(Spec spec, StableDiffusion checkpoint, boolean byNoise) {
    /** Of {@code spec}, in which losses alone judge noise. */
    public static Reach of(Spec spec, StableDiffusion checkpoint) {
        return new Reach(spec, checkpoint, spec.steering().stream().allMatch(Losses::isLoss));
    }

    /** What one candidate is charged, going back through its calls and looking at its noise included where the search does that. */
    Budget.Spend each() {
        int back = Algorithms.configured(spec.algorithm(), spec.set()).backwardNfe();
        long calls = byNoise ? 0 : (long) checkpoint.calls(spec.settings().withSteps(spec.searchSteps())) * (1 + back);
        int looks = spec.optimise() > 0 ? spec.optimise() : spec.steering().stream().anyMatch(Losses::isLoss) ? 1 : 0;
        return charged(calls, 1).plus(new Budget.Spend(looks, looks, 0, 0));
    }

    /** What the winners' last runs are charged; nothing where they are not run again, or for free. */
    public Budget.Spend last() {
        return charged(spec.budget().finalCharged() ? winners() * checkpoint.calls(spec.settings()) : 0, 0);
    }

    /** How many winners are run again. */
    private long winners() {
        return byNoise || spec.searchSteps() != spec.settings().steps() ? spec.keep() : 0;
    }

    private Budget.Spend charged(long evaluations, int candidates) {
        return spec.budget().spend(evaluations, spec.settings().guidance() > 1 ? 2 : 1, candidates, 0);
    }

    /** Candidates that are paid for; {@link Long#MAX_VALUE} where no number ends the search. */
    public long candidates() {
        Budget budget = spec.budget();
        Budget.Spend each = each();
        Budget.Spend last = last();
        long most = budget.candidates() == null ? Long.MAX_VALUE : budget.candidates();
        most = budget.nfe() == null ? most : Math.min(most, (budget.nfe() - last.nfe()) / each.nfe());
        most = budget.forwards() == null ? most : Math.min(most, (budget.forwards() - last.forwards()) / each.forwards());
        return Math.max(0, most);
    }

    /** Pictures that are finished where {@code candidates} are looked at. */
    public long pictures(long candidates) {
        return Math.min(candidates, winners()) + (byNoise ? 0 : candidates);
    }

    /** Language models that are shown the pictures, and paid. */
    public List<String> paid() {
        return Stream.concat(spec.steering().stream(), spec.heldOut().stream()).filter(Llm::isNamed).distinct().toList();
    }
}
