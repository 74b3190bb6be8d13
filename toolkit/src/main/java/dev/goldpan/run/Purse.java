package dev.goldpan.run;

import dev.goldpan.search.Budget;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Tariff;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** What a run has spent, and what it may still spend while the final run of its winners is set aside. */
final class Purse {
    private final Plan plan;
    private final Pool pool;
    private final Tariff tariff = new Tariff();
    private final long begun = System.nanoTime();
    private final Deque<Pledge> pledged = new ArrayDeque<>();
    private Cost cost = Cost.NONE;
    private long looked;
    private double secondsBefore;
    private double secondsPerEvaluation;

    Purse(Plan plan, Pool pool) {
        this.plan = plan;
        this.pool = pool;
    }

    /** What is paid for and not booked. */
    private record Pledge(long charge, List<Candidate> toChooseFrom) {}

    /** How many of {@code candidates}, from the first on, can be paid for. */
    int affordable(List<Candidate> candidates, boolean gradients) {
        int count = candidates.size();
        while (count > 0 && passed(candidates.subList(0, count), gradients) != null) {
            count--;
        }
        return count;
    }

    /** The limit that evaluating {@code candidates} would pass, or null. */
    String passed(List<Candidate> candidates, boolean gradients) {
        long price = tariff.price(candidates) + back(candidates, gradients);
        return plan.budget().passed(spent(candidates, price, secondsPerEvaluation * price));
    }

    /** Pays for {@code candidates}. @param isFinal whether they are winners, at which nobody looks to choose @return the charge */
    long pay(List<Candidate> candidates, boolean gradients, boolean isFinal) {
        long looks = isFinal ? 0 : (long) plan.look() * candidates.size();
        looked += looks;
        long charge = tariff.pay(candidates) + back(candidates, gradients) + looks;
        pledged.add(new Pledge(charge, isFinal ? List.of() : List.copyOf(candidates)));
        return charge;
    }

    /** What going back is charged: through all calls of a finished candidate, through the last of one on its way. */
    private long back(List<Candidate> candidates, boolean gradients) {
        return gradients ? plan.algorithm().backwardNfe() * candidates.stream()
                .mapToLong(candidate -> pool.callsLeft(candidate) == 0 ? candidate.calls() : 1).sum() : 0;
    }

    /** Books the batch that was paid for first, with its charge; {@code wasBefore}, it was run by an earlier process. */
    void book(Cost batch, boolean wasBefore) {
        pledged.remove();
        cost = cost.plus(batch);
        secondsBefore += wasBefore ? batch.seconds() : 0;
        if (batch.nfe() > 0) {
            secondsPerEvaluation = Math.max(secondsPerEvaluation, batch.seconds() / batch.nfe());
        }
    }

    Cost cost() {
        return cost;
    }

    /** What is spent, the final run included, and that of candidates which are paid for. */
    Budget.Spend spent() {
        return spent(List.of(), 0, 0);
    }

    private Budget.Spend spent(List<Candidate> next, long price, double seconds) {
        List<Candidate> unseen = Stream.concat(pledged.stream().flatMap(pledge -> pledge.toChooseFrom().stream()), next.stream()).toList();
        long charged = cost.nfe() + pledged.stream().mapToLong(Pledge::charge).sum();
        double passed = secondsBefore + (System.nanoTime() - begun) * 1e-9;
        long reserve = plan.budget().finalCharged() ? reserve(unseen) : 0;
        long looks = looked + (long) plan.look() * next.size();
        return plan.budget().spend(charged - looked + price + reserve, plan.forwards(), pool.size() + unseen.size(),
                passed + seconds + secondsPerEvaluation * (reserve + looks - looked)).plus(new Budget.Spend(looks, looks, 0, 0));
    }

    /** Evaluations that the final run of the winners may take, if the search ends after {@code next}. */
    private long reserve(List<Candidate> next) {
        if (!plan.finish().equals(plan.grounds().course())) {
            return (long) plan.keep() * plan.grounds().calls(plan.finish());
        }
        if (pool.isEmpty() && next.isEmpty() || pool.leastLeft() == 0) {
            return 0;
        }
        int left = Math.min(pool.leastLeft(), next.stream().mapToInt(pool::callsLeft).min().orElse(Integer.MAX_VALUE));
        long contenders = (left == pool.leastLeft() ? pool.contenders() : 0)
                + next.stream().filter(candidate -> pool.callsLeft(candidate) == left).count();
        return Math.min(plan.keep(), contenders) * left;
    }
}
