package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.goldpan.search.Task;
import dev.goldpan.verify.Evidence;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Score;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Batches that are made while a verifier that works elsewhere still looks at the one before. */
class MadeAheadTest {
    private static final int STEPS = 5;
    private static final int WIDTH = 4;

    private final FakeTask task = new FakeTask();
    private Duration patience = Duration.ofSeconds(20);
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** The same verifier as somebody else's service. */
    private record Elsewhere(Verifier inner, Runnable before) implements Verifier {
        @Override
        public VerifierInfo info() {
            return inner.info();
        }

        @Override
        public List<Score> score(List<Evidence> shown) {
            before.run();
            return inner.score(shown);
        }

        @Override
        public boolean worksElsewhere() {
            return true;
        }
    }

    private Result run(Task task, Journal journal, Budget budget, int finalSteps, Verifier steering, Verifier... heldOut) {
        Grounds grounds = new Grounds(1, null, List.of(1L, 3L, 4L, 4L), new Course.Steps(STEPS),
                course -> course.schedule(task.sampler(), task.path()), 1000, false, new Objective(List.of(steering.info().name())),
                STEPS, WIDTH, Long.MAX_VALUE);
        Plan plan = new Plan(new RandomSearch(), grounds, budget, new Course.Steps(finalSteps), 1, 2);
        try (Evaluator evaluator = new ModelEvaluator(task, List.of(steering), List.of(heldOut), WIDTH, Set.of(), patience,
                Blobs.inMemory())) {
            return new Runner(plan, evaluator, evaluator, journal, Darkroom.NONE, new Listener() {}).run();
        }
    }

    private static Budget candidates(int count) {
        return new Budget(null, null, count, null, null, null, true, 1);
    }

    @Test
    void theNextBatchIsMadeWhileAnAnswerIsAwaited() {
        CountDownLatch second = new CountDownLatch(2 * WIDTH);
        FakeVerifier here = new FakeVerifier("here", Set.of(Need.IMAGE), shown -> {
            second.countDown();
            return 1;
        });
        List<Boolean> wasMade = new CopyOnWriteArrayList<>();
        Verifier away = new Elsewhere(FakeVerifier.red(), () -> wasMade.add(isThere(second)));
        Result result = run(task, Journal.inMemory(), candidates(10), STEPS, away, here);
        assertEquals(List.of(true, true, true), wasMade);
        assertEquals(10, result.candidates());
        assertEquals(0, result.failures());
    }

    private static boolean isThere(CountDownLatch latch) {
        try {
            return latch.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void whatIsFoundAndWrittenDownIsTheSame() {
        for (Budget budget : List.of(candidates(10), Budget.ofNfe(10 * STEPS + 9), Budget.ofNfe(3 * STEPS),
                new Budget(null, 130L, 11, null, null, null, true, 2))) {
            for (int finalSteps : new int[] {STEPS, 2 * STEPS}) {
                Journal plain = Journal.inMemory();
                Result here = run(new FakeTask(), plain, budget, finalSteps, FakeVerifier.red(), FakeVerifier.contrast());
                Journal ahead = Journal.inMemory();
                FakeTask counting = new FakeTask();
                Result away = run(counting, ahead, budget, finalSteps, new Elsewhere(FakeVerifier.red(), () -> {}),
                        FakeVerifier.contrast());
                assertEquals(here.ranked(), away.ranked());
                assertEquals(here.winners(), away.winners());
                assertEquals(here.stopped(), away.stopped());
                assertEquals(here.cost().nfe(), away.cost().nfe());
                assertEquals(here.cost().verifications(), away.cost().verifications());
                assertEquals(counting.evaluations(), away.cost().spent() + away.finalCost().spent());
                assertEquals(plain.batches().stream().map(Batch::entries).toList(), ahead.batches().stream().map(Batch::entries).toList());
            }
        }
    }

    @Test
    void whereAScoreMayEndTheSearchNothingIsMadeAhead() {
        Verifier away = new Elsewhere(FakeVerifier.red(), () -> events.add("asked at " + task.evaluations()));
        Result result = run(task, Journal.inMemory(), new Budget(200L, null, null, null, 0.9, null, true, 1), STEPS, away);
        assertEquals("asked at " + STEPS * WIDTH, events.get(0));
        assertEquals("asked at " + 2 * STEPS * WIDTH, events.get(1));
        assertEquals(40, result.candidates());
    }

    @Test
    void aFailureOfTheNextBatchLosesNotTheOneBefore() {
        Journal journal = Journal.inMemory();
        AtomicInteger decoded = new AtomicInteger();
        Task breaking = (Task) Proxy.newProxyInstance(Task.class.getClassLoader(), new Class<?>[] {Task.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("decode") && decoded.incrementAndGet() == 2) {
                        throw new IllegalStateException("out of memory");
                    }
                    try {
                        return method.invoke(task, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        Verifier away = new Elsewhere(FakeVerifier.red(), () -> {});
        assertEquals("out of memory", assertThrows(IllegalStateException.class, () ->
                run(breaking, journal, candidates(12), STEPS, away)).getMessage());
        assertEquals(1, journal.batches().size());
        assertEquals(WIDTH, journal.batches().get(0).entries().size());
        Result resumed = run(task, journal, candidates(12), STEPS, away);
        assertEquals(run(new FakeTask(), Journal.inMemory(), candidates(12), STEPS, away).ranked(), resumed.ranked());
    }

    @Test
    void aVerifierThatHangsLosesOnlyWhatItHungAt() {
        AtomicInteger lists = new AtomicInteger();
        Verifier away = new Elsewhere(FakeVerifier.red(), () -> {
            if (lists.incrementAndGet() == 2) {
                isThere(new CountDownLatch(1)); // until it is given up
            }
        });
        patience = Duration.ofMillis(300);
        Result result = run(task, Journal.inMemory(), candidates(12), STEPS, away);
        assertEquals(12, result.candidates());
        assertEquals(WIDTH, result.failures());
    }

    @Test
    void anInterruptedSearchWritesNothingDownThatNobodyLookedAt() {
        Journal journal = Journal.inMemory();
        Thread searching = Thread.currentThread();
        AtomicInteger lists = new AtomicInteger();
        Verifier away = new Elsewhere(FakeVerifier.red(), () -> {
            if (lists.incrementAndGet() == 2) {
                searching.interrupt();
                isThere(new CountDownLatch(1));
            }
        });
        assertThrows(CancellationException.class, () -> run(task, journal, candidates(12), STEPS, away));
        assertTrue(Thread.interrupted());
        assertEquals(1, journal.batches().size());
        assertEquals(12, run(task, journal, candidates(12), STEPS, FakeVerifier.red()).candidates());
    }

    @Test
    void evidenceIsReleasedWhenItWasLookedAt() {
        Verifier away = new Elsewhere(new FakeVerifier("away", Set.of(Need.IMAGE), shown -> 1), () -> {});
        List<Long> alive = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            run(new FakeTask(), Journal.inMemory(), candidates(40), STEPS, away);
            alive.add(Pointer.totalCount());
        }
        assertTrue(alive.get(2) - alive.get(1) <= 4, alive.toString()); // what a task keeps of its own
    }
}
