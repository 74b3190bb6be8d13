package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.laws.FakeTask;
import dev.goldpan.laws.FakeVerifier;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Course;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Objective;
import dev.goldpan.search.RandomSearch;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** A verifier that steers and says nothing. */
class SilenceTest {
    private static final int STEPS = 5;
    private static final int WIDTH = 4;
    private static final Budget FORTY = Budget.ofNfe(40 * STEPS);

    private final Journal journal = Journal.inMemory();
    private final List<String> warnings = new ArrayList<>();

    /** Fails on some of the lists that it is shown, from 1 on; the batch is one list. */
    private static final class Moody implements Verifier {
        private final IntPredicate fails;
        private final boolean elsewhere;
        private int candidates;

        Moody(boolean elsewhere, IntPredicate fails) {
            this.elsewhere = elsewhere;
            this.fails = fails;
        }

        @Override
        public VerifierInfo info() {
            return new FakeVerifier("moody", Set.of(Need.IMAGE), shown -> 1).info();
        }

        @Override
        public List<Score> score(List<Evidence> shown) {
            return shown.stream().map(one -> fails.test(1 + candidates++ / WIDTH) ? Score.failed("not today") : Score.of(candidates))
                    .toList();
        }

        @Override
        public boolean worksElsewhere() {
            return elsewhere;
        }
    }

    private Result run(Budget budget, Verifier verifier) {
        FakeTask task = new FakeTask();
        Grounds grounds = new Grounds(1, null, List.of(1L, 3L, 4L, 4L), new Course.Steps(STEPS),
                course -> course.schedule(task.sampler(), task.path()), 1000, false, new Objective(List.of("moody")), STEPS, WIDTH,
                Long.MAX_VALUE);
        Plan plan = new Plan(new RandomSearch(), grounds, budget, new Course.Steps(2 * STEPS), 1, 2);
        try (Evaluator evaluator = new ModelEvaluator(task, List.of(verifier), List.of(), WIDTH, Set.of(), Duration.ofSeconds(20),
                Blobs.inMemory())) {
            return new Runner(plan, evaluator, evaluator, journal, Darkroom.NONE, new Listener() {
                @Override
                public void warns(String line) {
                    warnings.add(line);
                }
            }).run();
        }
    }

    @Test
    void isToldAtOnceAndEndsTheSearchAfterThreeBatches() {
        Result result = run(new Budget(null, null, null, null, 1e9, null, true, 1), new Moody(false, list -> true));
        assertEquals(List.of("no candidate of the first batch has a score: moody: not today"), warnings);
        assertEquals(Stop.Cause.NO_SCORES, result.stopped().cause());
        assertEquals("the last 3 batches have no score (moody: not today)", result.stopped().reason());
        assertEquals(3 * WIDTH, result.candidates());
        assertEquals(0, result.finalCost().nfe(), "nothing is finished that nobody chose");
        assertFalse(result.scored());
        assertEquals("moody: not today", result.failure());
    }

    @Test
    void isForgivenWhereItDoesNotLast() {
        Result result = run(FORTY, new Moody(false, list -> list % 3 != 0));
        assertEquals(Stop.Cause.BUDGET, result.stopped().cause());
        assertTrue(result.scored() && result.failures() > 0);
        assertEquals(1, warnings.size());
    }

    @Test
    void isGoneOnAfterWhenItEnds() {
        assertEquals(3 * WIDTH, run(FORTY, new Moody(false, list -> true)).candidates());
        assertEquals(6 * WIDTH, run(FORTY, new Moody(false, list -> true)).candidates(), "three batches more");
        Result resumed = run(FORTY, new Moody(false, list -> false));
        assertEquals(Stop.Cause.BUDGET, resumed.stopped().cause());
        assertEquals(38, resumed.candidates(), "two are the price of the winner's last run");
        assertTrue(resumed.scored());
    }

    @Test
    void isHeardWhereBatchesAreMadeAhead() {
        Result result = run(FORTY, new Moody(true, list -> true));
        assertEquals(Stop.Cause.NO_SCORES, result.stopped().cause());
        assertEquals(4 * WIDTH, result.candidates(), "one batch was under way");
        assertEquals(4, journal.batches().size());
        assertEquals(38, run(FORTY, new Moody(true, list -> false)).candidates());
    }

    @Test
    void aKilledRunStopsWhereItWouldHave() {
        Journal killed = Journal.inMemory();
        run(FORTY, new Moody(true, list -> true));
        journal.batches().forEach(killed::append);
        Result whole = run(FORTY, new Moody(true, list -> true)); // three batches more, and one ahead
        assertEquals(8 * WIDTH, whole.candidates());
        SilenceTest other = new SilenceTest();
        killed.batches().forEach(other.journal::append);
        assertEquals(4 * WIDTH, other.run(FORTY, new Moody(true, list -> true)).candidates());
    }
}
