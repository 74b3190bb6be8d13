package dev.goldpan.run;

import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Course;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Outlook;
import dev.goldpan.search.Scored;
import dev.goldpan.search.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The loop in the middle: asks the search, evaluates what it wants, writes it down, tells the search.
 *
 * <p>A run that has a journal is read from it as far as it goes, which costs no evaluation and leads to the same state; so a run
 * that was killed anywhere ends as if it had not been.
 */
public final class Runner {
    private final Plan plan;
    private final Evaluator evaluator;
    private final Evaluator finisher;
    private final Listener listener;
    private final Pool pool;
    private final Purse purse;
    private final Recorder recorder;
    private final Silence silence;
    private Recorder.Pending underway;
    private volatile boolean cancelled;

    /**
     * Prepares a run.
     *
     * @param finisher evaluates the winners' final runs; may be the evaluator itself
     * @param journal what is known of this run, and where it is written
     */
    public Runner(Plan plan, Evaluator evaluator, Evaluator finisher, Journal journal, Darkroom darkroom, Listener listener) {
        this.plan = plan;
        this.evaluator = evaluator;
        this.finisher = finisher;
        this.listener = listener;
        this.pool = new Pool(plan.grounds());
        this.purse = new Purse(plan, pool);
        this.recorder = new Recorder(journal, darkroom, purse);
        this.silence = new Silence(pool, plan.grounds().objective(), listener, journal);
    }

    /** Lets the run end after the batch that is being evaluated, with what it has found so far. May be called from any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Runs until there is a reason to stop, and finishes the winners. */
    public Result run() {
        Search search = plan.algorithm().begin(plan.grounds());
        Stop stop = null;
        while (stop == null) {
            List<Candidate> asked = search.ask();
            if (asked.isEmpty()) {
                stop = new Stop(Stop.Cause.FINISHED, "the search has nothing more to ask for");
            } else {
                List<Scored> told = new ArrayList<>();
                stop = look(asked, search.wantsGradients(), told);
                if (stop == null) {
                    search.tell(told);
                }
            }
        }
        recorder.stop(stop);
        if (pool.isEmpty() && stop.cause() == Stop.Cause.CANCELLED) {
            throw new CancellationException("it was cancelled before it looked at anything");
        }
        if (pool.isEmpty()) {
            throw new IllegalArgumentException("budget: it does not pay for one candidate and its final run (" + stop.reason() + ")");
        }
        return finish(stop);
    }

    /**
     * Evaluates {@code asked} in batches, or as many of them as can be paid for.
     *
     * @param told gets what became of them
     * @return why to stop, or null to go on
     */
    private Stop look(List<Candidate> asked, boolean gradients, List<Scored> told) {
        Stop stop = null;
        int begun = 0;
        try {
            while (stop == null && begun < asked.size()) {
                List<Candidate> wanted = asked.subList(begun, Math.min(begun + evaluator.width(), asked.size()));
                stop = before();
                int count = stop != null ? 0 : affordable(wanted, gradients);
                if (count > 0) {
                    Recorder.Pending next = recorder.begin(wanted.subList(0, count), evaluator, gradients, false);
                    begun += count;
                    stop = follow(next, told);
                }
                if (stop == null && count < wanted.size()) {
                    stop = passed(wanted.subList(count, count + 1), gradients, count > 0);
                }
            }
        } catch (RuntimeException e) {
            settleAfter(e);
            throw e;
        }
        Stop late = settle(told);
        return stop == null ? late : stop;
    }

    /** Why not to begin another batch, or null. */
    private Stop before() {
        if (recorder.stopped() != null) {
            return recorder.stopped();
        }
        return cancelled && recorder.ahead() == 0 ? new Stop(Stop.Cause.CANCELLED, "it was cancelled") : null;
    }

    private int affordable(List<Candidate> wanted, boolean gradients) {
        return recorder.ahead() > 0 ? Math.min(recorder.ahead(), wanted.size()) : purse.affordable(wanted, gradients);
    }

    /** The limit that {@code next} would pass; null where it need not after all, because a batch took less time than was foreseen. */
    private Stop passed(List<Candidate> next, boolean gradients, boolean mayBePaid) {
        String limit = purse.passed(next, gradients);
        return limit == null && mayBePaid ? null
                : new Stop(Stop.Cause.BUDGET, "another candidate would exceed " + (limit == null ? "the budget" : limit));
    }

    /** Waits for the batch before {@code next}, and for {@code next} too unless it can wait. @return why that is enough, or null */
    private Stop follow(Recorder.Pending next, List<Scored> told) {
        Stop before;
        try {
            before = settle(told);
        } catch (RuntimeException e) {
            next.drop().run();
            throw e;
        }
        underway = next;
        if (before == null && next.isWaiting() && plan.stopsByChargeAlone()) {
            return null;
        }
        Stop after = settle(told);
        return before == null ? after : before;
    }

    /** Waits for the batch that is being evaluated, if any. @return why that is enough, or null */
    private Stop settle(List<Scored> told) {
        if (underway == null) {
            return null;
        }
        Recorder.Pending ending = underway;
        underway = null;
        Batch batch = ending.end().get();
        batch.entries().forEach(entry -> told.add(entry.scored()));
        pool.add(batch.entries());
        return report(batch);
    }

    /** Writes down what was nearly there when {@code failure} ended the run. */
    private void settleAfter(RuntimeException failure) {
        try {
            settle(new ArrayList<>());
        } catch (RuntimeException also) {
            failure.addSuppressed(also);
        }
    }

    /** Tells how the search stands. @return why that is enough, or null */
    private Stop report(Batch batch) {
        Entry best = pool.ranked().get(0);
        double value = plan.grounds().objective().values(List.of(best.scored()))[0];
        boolean foreseen = plan.algorithm().isIndependent() && plan.grounds().objective().isAbsolute();
        Outlook outlook = foreseen ? new Outlook(pool.values()) : null;
        listener.evaluated(new Progress(batch, pool.size(), purse.cost(), purse.spent(), best, value, outlook));
        Stop silent = silence.after(batch);
        Double target = plan.budget().target();
        Double gain = plan.budget().gain();
        if (batch.entries().stream().map(Entry::scored).anyMatch(plan.enough())) {
            return new Stop(Stop.Cause.TARGET, "a noise passed the loss's own test");
        }
        if (target != null && value >= target) {
            return new Stop(Stop.Cause.TARGET, "the best value reached " + target);
        }
        if (gain != null && outlook.gainOfOne() < gain) { // not before it is known
            return new Stop(Stop.Cause.PLATEAU, "another candidate is not expected to gain " + gain);
        }
        return recorder.ahead() > 0 ? null : silent;
    }

    private Result finish(Stop stop) {
        List<Entry> ranked = pool.ranked();
        List<Entry> winners = new ArrayList<>();
        int keep = stop.cause().isEnd() ? Math.min(plan.keep(), ranked.size()) : 0;
        Cost searched = purse.cost();
        Cost last = Cost.NONE;
        for (Entry found : ranked.subList(0, keep)) {
            Candidate finished = finished(found.scored().candidate());
            if (finished.equals(found.scored().candidate())) {
                winners.add(found);
            } else {
                Batch batch = recorder.begin(List.of(finished), finisher, false, true).end().get();
                last = last.plus(batch.cost());
                winners.addAll(batch.entries());
            }
        }
        if (keep == 0) {
            winners.addAll(ranked.subList(0, Math.min(plan.keep(), ranked.size())));
        }
        return new Result(ranked, winners, searched, last, pool.size(), pool.failures(), pool.failure(),
                Silence.hasScore(plan.grounds().objective(), ranked.get(0).scored()), stop);
    }

    /** The winner with its final steps. */
    private Candidate finished(Candidate winner) {
        Course course = winner.recipe().isNoise() ? plan.finish() : winner.course();
        return new Candidate(winner.recipe(), course, plan.grounds().calls(course));
    }
}
