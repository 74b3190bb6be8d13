package dev.goldpan.laws;

import dev.goldpan.run.Batch;
import dev.goldpan.run.Darkroom;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Journal;
import dev.goldpan.run.Listener;
import dev.goldpan.run.Plan;
import dev.goldpan.run.Result;
import dev.goldpan.run.Runner;
import dev.goldpan.run.Stop;
import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Course;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Objective;
import dev.goldpan.search.Outcome;
import dev.goldpan.search.Scored;
import dev.goldpan.search.Search;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What every search must keep, whoever wrote it. Runs it on a model that is known exactly and counts its calls; throws an
 * {@link AssertionError} that says which law is broken.
 */
public final class SearchLaws {
    private static final int STEPS = 10;
    private static final int WIDTH = 3;

    private final Algorithm algorithm;
    private final double eta;
    private final long nfe;
    private final Blobs blobs = Blobs.inMemory();

    private SearchLaws(Algorithm algorithm, boolean stochastic, long nfe) {
        this.algorithm = algorithm;
        this.eta = stochastic ? 1 : 0;
        this.nfe = nfe;
    }

    /**
     * Checks all laws.
     *
     * @param stochastic whether to give it a sampler that draws noise on the way
     * @param candidates how many images of ten steps it may spend; enough for it to do something of everything it can
     */
    public static void check(Algorithm algorithm, boolean stochastic, int candidates) {
        SearchLaws laws = new SearchLaws(algorithm, stochastic, (long) candidates * STEPS);
        laws.sameTellsSameAsks();
        laws.budgetIsNeverExceeded();
        laws.ledgerIsWhatTheModelCounted();
        laws.resumedAfterEveryLineItEndsTheSame();
        laws.winnersAreReplayedToTheLastBit();
    }

    /** One run and everything it ran on. */
    private record Trial(Result result, FakeTask task, Journal journal) {
        /** All of the result that must not depend on what happened on the way. */
        String digest() {
            StringBuilder text = new StringBuilder();
            for (Entry entry : result.ranked()) {
                text.append(entry).append('\n');
            }
            return text.append(result.winners()).append(result.stopped()).append(result.candidates()).append(' ')
                    .append(result.cost().nfe()).append(' ').append(result.finalCost().nfe()).toString();
        }
    }

    private Grounds grounds(FakeTask task, Budget budget) {
        return new Grounds(11, null, List.of(1L, 3L, 4L, 4L), new Course.Steps(STEPS),
                course -> course.schedule(task.sampler(), task.path()), task.horizon(),
                task.sampler().isStochastic(), new Objective(List.of("red")), STEPS, WIDTH,
                budget.nfe() == null ? Long.MAX_VALUE : budget.nfe(), blobs);
    }

    private Evaluator evaluator(FakeTask task, int width) {
        return new ModelEvaluator(task, List.of(FakeSlope.red()), List.of(FakeVerifier.contrast()), width,
                algorithm.stations(grounds(task, Budget.ofNfe(nfe))), Duration.ofMinutes(1), blobs);
    }

    private Trial run(Budget budget, int finalSteps, Journal journal) {
        FakeTask task = new FakeTask("ddim", eta, 1, 3, 4, 4);
        Grounds grounds = grounds(task, budget);
        Plan plan = new Plan(algorithm, grounds, budget, new Course.Steps(finalSteps), 1, task.forwards());
        try (Evaluator evaluator = evaluator(task, WIDTH); Evaluator finisher = evaluator(task, 1)) {
            Darkroom darkroom = (finished, width) -> finished.stream().map(outcome ->
                    new Entry.Picture(Integer.toHexString(outcome.image().getRGB(0, 0)), 4, 4, 0)).toList();
            return new Trial(new Runner(plan, evaluator, finisher, journal, darkroom, new Listener() {}).run(), task, journal);
        }
    }

    private Trial run(long budget) {
        return run(Budget.ofNfe(budget), STEPS, Journal.inMemory());
    }

    private void sameTellsSameAsks() {
        Trial trial = run(nfe);
        List<Scored> told = new ArrayList<>();
        trial.journal.batches().stream().filter(batch -> !batch.isFinal()).forEach(batch ->
                batch.entries().forEach(entry -> told.add(entry.scored())));
        Search again = algorithm.begin(grounds(new FakeTask("ddim", eta, 1, 3, 4, 4), Budget.ofNfe(nfe)));
        int at = 0;
        Set<List<Object>> seen = new HashSet<>();
        while (at < told.size()) {
            List<Candidate> asked = again.ask();
            for (Candidate candidate : asked.subList(0, Math.min(asked.size(), told.size() - at))) {
                require(told.get(at++).candidate().equals(candidate), "same tells, same asks: " + candidate);
                require(seen.add(List.of(candidate, again.wantsGradients())), "nothing is asked for twice: " + candidate);
            }
            if (at < told.size()) {
                again.tell(told.subList(at - asked.size(), at));
            }
        }
        require(trial.digest().equals(run(nfe).digest()), "two runs end the same");
    }

    private void budgetIsNeverExceeded() {
        long one = STEPS * (1L + algorithm.backwardNfe());
        for (long budget : new long[] {2 * one - 1, nfe / 2, nfe - 1, nfe}) {
            Trial trial = run(budget);
            long charged = trial.result.cost().nfe() + trial.result.finalCost().nfe();
            require(charged <= budget, "the budget is kept: " + charged + " of " + budget);
        }
        if (algorithm.findsNoise()) {
            Trial trial = run(Budget.ofNfe(nfe), 4 * STEPS, Journal.inMemory());
            require(trial.result.finalCost().nfe() == 4 * STEPS, "the winner is run with the final steps");
            require(trial.result.cost().nfe() + 4 * STEPS <= nfe, "the final run is set aside");
        }
        Budget few = new Budget(null, null, 4, null, null, null, true, 1);
        require(run(few, STEPS, Journal.inMemory()).result.candidates() <= 4, "no more candidates than allowed");
        Budget pairs = new Budget(nfe, null, null, null, null, null, true, 2);
        require(2 * run(pairs, STEPS, Journal.inMemory()).result.cost().nfe() <= nfe, "guided pairs count as two where they shall");
    }

    private void ledgerIsWhatTheModelCounted() {
        Trial trial = run(nfe);
        long spent = trial.result.cost().spent() + trial.result.finalCost().spent();
        require(spent == trial.task.evaluations(), "evaluations: ledger " + spent + ", model " + trial.task.evaluations());
        require(trial.result.cost().forwards() == 2 * trial.result.cost().spent(), "a guided pair is two forwards");
        long decodes = trial.result.cost().decodes() + trial.result.finalCost().decodes();
        require(decodes == trial.task.decoded(), "decodes: ledger " + decodes + ", model " + trial.task.decoded());
        // Going back through a network is twice the work of going forward.
        Cost cost = trial.result.cost().plus(trial.result.finalCost());
        require(2 * cost.nfe() <= cost.forwards() + 2 * cost.backwards(), "what is charged was run");
    }

    private void resumedAfterEveryLineItEndsTheSame() {
        Trial whole = run(nfe);
        int lines = whole.journal.batches().size();
        Journal struck = Journal.inMemory();
        try {
            run(Budget.ofNfe(nfe), STEPS, new Failing(struck, lines / 2));
            throw new AssertionError("the fault was not met");
        } catch (Failing.Fault killed) {
            require(entries(struck.batches()).equals(entries(whole.journal.batches().subList(0, lines / 2 + 1))),
                    "what was appended stays");
        }
        for (int line = 0; line < lines; line++) {
            Journal journal = Journal.inMemory();
            whole.journal.batches().subList(0, line + 1).forEach(journal::append);
            Trial resumed = run(Budget.ofNfe(nfe), STEPS, journal);
            require(resumed.digest().equals(whole.digest()), "a run killed after line " + line + " ends the same");
        }
        Trial replayed = run(Budget.ofNfe(nfe), STEPS, whole.journal);
        require(replayed.task.evaluations() == 0 && replayed.digest().equals(whole.digest()), "a finished run is only read");
    }

    private void winnersAreReplayedToTheLastBit() {
        List<Outcome> made = new ArrayList<>();
        FakeTask task = new FakeTask("ddim", eta, 1, 3, 4, 4);
        Budget budget = Budget.ofNfe(nfe);
        Plan plan = new Plan(algorithm, grounds(task, budget), budget, new Course.Steps(STEPS), 1, task.forwards());
        try (Evaluator evaluator = evaluator(task, WIDTH)) {
            new Runner(plan, evaluator, evaluator, Journal.inMemory(), (finished, width) -> {
                made.addAll(finished);
                return Darkroom.NONE.develop(finished, width);
            }, new Listener() {}).run();
        }
        for (Outcome outcome : made) {
            try (Evaluator evaluator = evaluator(task, WIDTH)) {
                Outcome again = evaluator.again(outcome.scored().candidate(), outcome.rows());
                require(outcome.scored().scores().equals(again.scored().scores()) && outcome.rows().equals(again.rows()),
                        "a recipe is complete: " + outcome + " became " + again);
            }
        }
    }

    private static List<List<Entry>> entries(List<Batch> batches) {
        return batches.stream().map(Batch::entries).toList();
    }

    private static void require(boolean kept, String law) {
        if (!kept) {
            throw new AssertionError(law);
        }
    }

    /** Fails after a line is written, as a process that is killed there. */
    private static final class Failing implements Journal {
        private final Journal inner;
        private int left;

        /** The process ends here. */
        static final class Fault extends RuntimeException {}

        Failing(Journal inner, int line) {
            this.inner = inner;
            this.left = line;
        }

        @Override
        public List<Batch> batches() {
            return inner.batches();
        }

        @Override
        public void append(Batch batch) {
            inner.append(batch);
            if (left-- == 0) {
                throw new Fault();
            }
        }

        @Override
        public Stop stop() {
            return inner.stop();
        }

        @Override
        public void stop(Stop stop) {
            inner.stop(stop);
        }
    }
}
