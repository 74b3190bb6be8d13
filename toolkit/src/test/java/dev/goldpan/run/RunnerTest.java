package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private static final int STEPS = 5;
    private static final Budget TEN = Budget.ofNfe(10 * STEPS);

    private final FakeTask task = new FakeTask();
    private final List<Progress> heard = new ArrayList<>();
    private Runner runner;

    private Grounds grounds(int look, Objective objective) {
        return new Grounds(1, null, List.of(1L, 3L, 4L, 4L), new Course.Steps(STEPS),
                course -> course.schedule(task.sampler(), task.path()), 1000, false, objective,
                look, 4, Long.MAX_VALUE);
    }

    private Result run(Budget budget, int finalSteps, int look, int keep, Objective objective, Verifier... verifiers) {
        Plan plan = new Plan(new RandomSearch(), grounds(look, objective), budget, new Course.Steps(finalSteps), keep, 2);
        try (Evaluator evaluator = new ModelEvaluator(task, List.of(verifiers), List.of(), 4, Set.of(), Duration.ofMillis(400),
                Blobs.inMemory())) {
            runner = new Runner(plan, evaluator, evaluator, Journal.inMemory(), Darkroom.NONE, new Listener() {
                @Override
                public void evaluated(Progress progress) {
                    heard.add(progress);
                    if (heard.size() == 100) {
                        runner.cancel();
                    }
                }
            });
            return runner.run();
        }
    }

    private Result run(Budget budget, Verifier verifier) {
        return run(budget, STEPS, STEPS, 1, new Objective(List.of(verifier.info().name())), verifier);
    }

    @Test
    void theBestOfNIsTheBest() {
        Result result = run(TEN, FakeVerifier.red());
        assertEquals(10, result.candidates());
        assertEquals(Stop.Cause.BUDGET, result.stopped().cause());
        assertEquals(50, result.cost().nfe());
        double best = result.winners().get(0).scored().value("red");
        assertEquals(best, result.ranked().stream().mapToDouble(entry -> entry.scored().value("red")).max().orElseThrow());
        assertEquals(List.of(4, 8, 10), heard.stream().map(Progress::candidates).toList());
    }

    @Test
    void itStopsAtTheTargetAndWhenCancelled() {
        Result all = run(TEN, FakeVerifier.red());
        double third = all.ranked().get(2).scored().value("red");
        Result result = run(new Budget(500L, null, null, null, third, null, true, 1), FakeVerifier.red());
        assertEquals(Stop.Cause.TARGET, result.stopped().cause());
        assertTrue(result.winners().get(0).scored().value("red") >= third && result.candidates() <= 8);
        heard.clear();
        Result cancelled = run(Budget.ofNfe(100_000), FakeVerifier.red());
        assertEquals(Stop.Cause.CANCELLED, cancelled.stopped().cause());
        assertEquals(400, cancelled.candidates());
        assertNotNull(cancelled.winners().get(0));
    }

    @Test
    void itStopsOnThePlateau() {
        FakeVerifier flat = new FakeVerifier("flat", Set.of(), shown -> 1);
        Result result = run(new Budget(null, null, null, null, null, 1e-6, true, 1), flat);
        assertEquals(Stop.Cause.PLATEAU, result.stopped().cause());
        assertEquals(8, result.candidates());
    }

    @Test
    void secondsAreKept() {
        FakeVerifier slow = new FakeVerifier("slow", Set.of(), shown -> {
            pause(20);
            return 1;
        });
        long begun = System.nanoTime();
        Result result = run(new Budget(null, null, null, 1.0, null, null, true, 1), slow);
        assertTrue(result.candidates() >= 4 && System.nanoTime() - begun < 2_000_000_000L);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void winnersAreRunWithTheFinalSteps() {
        Result result = run(Budget.ofNfe(10 * STEPS + 2 * 20), 20, STEPS, 2, new Objective(List.of("red")), FakeVerifier.red());
        assertEquals(10, result.candidates());
        assertEquals(2, result.winners().size());
        assertEquals(40, result.finalCost().nfe());
        assertEquals(new Course.Steps(20), result.winners().get(0).scored().candidate().course());
        assertEquals(result.ranked().get(0).scored().candidate().recipe(), result.winners().get(0).scored().candidate().recipe());
        Budget free = new Budget(10L * STEPS, null, null, null, null, null, false, 1);
        assertEquals(10, run(free, 20, STEPS, 1, new Objective(List.of("red")), FakeVerifier.red()).candidates());
    }

    @Test
    void noiseMayBeJudgedWithoutACall() {
        FakeVerifier noise = new FakeVerifier("noise", Set.of(Need.NOISE), shown -> shown.noise().mean().item_double());
        Budget twenty = new Budget(null, null, 20, null, null, null, true, 1);
        Result result = run(twenty, STEPS, 0, 1, new Objective(List.of("noise")), noise);
        assertEquals(20, result.candidates());
        assertEquals(0, result.cost().spent());
        assertEquals(STEPS, result.finalCost().nfe());
        assertEquals(result.ranked().get(0).scored().value("noise"), result.winners().get(0).scored().value("noise"));
    }

    @Test
    void anEnsembleRanksTheWholePool() {
        Result result = run(TEN, STEPS, STEPS, 1, new Objective(List.of("red", "contrast")), FakeVerifier.red(), FakeVerifier.contrast());
        double[] values = new Objective(List.of("red", "contrast")).values(result.ranked().stream().map(Entry::scored).toList());
        for (int i = 1; i < values.length; i++) {
            assertTrue(values[i - 1] >= values[i]);
        }
    }

    @Test
    void aVerifierThatFailsLosesOnlyItsCandidate() {
        AtomicInteger asked = new AtomicInteger();
        FakeVerifier moody = new FakeVerifier("moody", Set.of(Need.IMAGE), shown -> {
            double red = shown.image().select(1, 0).mean().item_double();
            asked.incrementAndGet();
            if (red > 0.5) {
                throw new IllegalStateException("too red\nfor me");
            }
            return red < 0.4 ? Double.NaN : red;
        });
        Result result = run(TEN, moody);
        assertEquals(10, result.candidates());
        assertTrue(result.failures() > 0 && result.failures() < 10);
        assertEquals(result.failures(), result.ranked().stream().filter(entry -> entry.scored().scores().get("moody").failed()).count());
        assertTrue(result.ranked().stream().anyMatch(entry -> "too red".equals(entry.scored().scores().get("moody").failure())));
        double best = result.winners().get(0).scored().value("moody");
        assertTrue(best >= 0.4 && best <= 0.5);
    }

    @Test
    void aVerifierThatHangsIsNotWaitedFor() {
        AtomicInteger lists = new AtomicInteger();
        FakeVerifier stuck = new FakeVerifier("stuck", Set.of(), shown -> {
            if (lists.incrementAndGet() == 6) {
                pause(1_000_000);
            }
            return 1;
        });
        Result result = run(TEN, stuck);
        assertEquals(10, result.candidates());
        assertEquals(4, result.failures());
    }

    @Test
    void whatCannotBePaidIsSaid() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> run(Budget.ofNfe(STEPS - 1), FakeVerifier.red())).getMessage()
                .contains("budget"));
        assertThrows(IllegalArgumentException.class, () -> new Budget(null, null, null, null, null, null, true, 1));
        Budget target = new Budget(50L, null, null, null, 0.5, null, true, 1);
        assertThrows(IllegalArgumentException.class, () -> run(target, STEPS, STEPS, 1, new Objective(List.of("red", "contrast")),
                FakeVerifier.red(), FakeVerifier.contrast()));
    }
}
