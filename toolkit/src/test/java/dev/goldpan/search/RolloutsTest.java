package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.laws.FakeTask;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutsTest {
    private static final NoiseKey KEY = NoiseKey.of(7, "test");

    private static float[] numbers(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        tensor.contiguous().data_ptr_float().get(numbers);
        return numbers;
    }

    /** The latents of the last of {@code candidates}, all of which are followed in turn in batches of {@code rows}. */
    private static float[] latents(FakeTask task, int rows, Candidate... candidates) {
        try (Rollouts rollouts = new Rollouts(task, rows, 0, Set.of(), null); Scope scope = Scope.open()) {
            float[] last = null;
            for (Candidate candidate : candidates) {
                last = shown(follow(rollouts, rows, candidate), candidate);
            }
            return last;
        }
    }

    private static Rollouts follow(Rollouts rollouts, int rows, Candidate... candidates) {
        rollouts.follow(Arrays.copyOf(candidates, rows));
        return rollouts;
    }

    private static float[] shown(Rollouts rollouts, Candidate candidate) {
        return numbers(rollouts.shown(rollouts.node(candidate), candidate.recipe()));
    }

    private static Candidate whole(FakeTask task, Recipe recipe, int steps) {
        Course course = new Course.Steps(steps);
        return new Candidate(recipe, course, course.schedule(task.sampler(), task.path()).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "pndm", "heun", "euler-a", "dpm++2m", "dpm++2m-sde"})
    void aSeedIsWhatTheSamplerMakesOfIt(String name) {
        FakeTask task = new FakeTask(name, name.equals("ddim") ? 0.7 : 0, 1, 3, 4, 4);
        Sampler sampler = task.sampler();
        try (Scope scope = Scope.open()) {
            Noise noise = Noise.torch(5, task.shape());
            State end = sampler.finish(sampler.start(noise.draw(0), sampler.schedule(6)), task.denoiser(), task.given(), List.of(noise),
                    state -> {});
            assertArrayEquals(numbers(end.x()), latents(task, 1, whole(task, new Recipe.Fresh(5), 6)));
        }
    }

    @Test
    void aLookOnTheWayIsThePredictionOfTheLastCallMade() {
        FakeTask task = new FakeTask();
        Sampler sampler = task.sampler();
        Candidate candidate = whole(task, new Recipe.Fresh(5), 6).after(3);
        try (Scope scope = Scope.open()) {
            State state = sampler.start(Noise.torch(5, task.shape()).draw(0), sampler.schedule(6));
            for (int call = 0; call < 3; call++) {
                state = sampler.step(state, task.denoiser(), task.given(), null);
            }
            assertArrayEquals(numbers(state.x0()), latents(task, 1, candidate));
        }
    }

    @Test
    void whatCameBeforeInTheCacheOrBesideInTheBatchChangesNothing() {
        FakeTask task = new FakeTask("ddim", 1, 1, 3, 4, 4);
        Candidate root = whole(task, new Recipe.Fresh(1), 6).after(2);
        Candidate copy = whole(task, new Recipe.Resampled(root, KEY), 6).after(4);
        Candidate again = whole(task, new Recipe.Renoised(copy, KEY.step(1)), 6);
        Candidate child = new Candidate(new Recipe.Renoised(copy, KEY), new Course.Leg(700, 100, 3), 4);
        float[] alone = latents(task, 1, child);
        assertArrayEquals(alone, latents(task, 1, root, copy, child));
        try (Rollouts rollouts = new Rollouts(task, 4, 0, Set.of(), null); Scope scope = Scope.open()) {
            assertArrayEquals(alone, shown(follow(rollouts, 4, again, root, child, whole(task, new Recipe.Fresh(9), 6)), child), 1e-6f);
        }
    }

    @Test
    void copiesShareTheirCallsAndPartWithTheNextDraw() {
        FakeTask task = new FakeTask("ddim", 1, 1, 3, 4, 4);
        Candidate root = whole(task, new Recipe.Fresh(1), 6).after(3);
        Candidate copy = whole(task, new Recipe.Resampled(root, KEY), 6);
        assertArrayEquals(latents(task, 2, root), latents(task, 2, copy.after(3)));
        assertFalse(Arrays.equals(latents(task, 2, root.after(4)), latents(task, 2, copy.after(4))));
        try (Rollouts rollouts = new Rollouts(task, 1, 0, Set.of(), null)) {
            follow(rollouts, 1, root);
            long before = rollouts.evaluations();
            follow(rollouts, 1, copy.after(4));
            assertEquals(1, rollouts.evaluations() - before);
        }
    }

    @Test
    void batchesAreAlwaysFull() {
        FakeTask task = new FakeTask();
        Candidate one = whole(task, new Recipe.Fresh(1), 5);
        latents(task, 8, one, one.after(2));
        assertEquals(8, task.widest());
        assertEquals(8 * 5 + 8 * 2, task.evaluations());
    }

    /** Rows count: the ends of a tensor may be computed otherwise than its middle. */
    @Test
    void whatIsMadeAgainIsMadeInTheSameRows() {
        FakeTask task = new FakeTask("ddim", 1, 1, 3, 3, 3);
        Candidate[] roots = {whole(task, new Recipe.Fresh(1), 6).after(2), whole(task, new Recipe.Fresh(2), 6).after(2),
            whole(task, new Recipe.Fresh(3), 6).after(2)};
        Candidate[] copies = {whole(task, new Recipe.Resampled(roots[2], KEY), 6).after(4), roots[2].after(4), roots[0].after(4)};
        Candidate[] children = {copies[2].after(6), whole(task, new Recipe.Renoised(copies[1], KEY), 6), copies[0].after(6)};
        try (Rollouts rollouts = new Rollouts(task, 3, 0, Set.of(), null); Scope scope = Scope.open()) {
            List.of(roots, copies, children).forEach(batch -> follow(rollouts, 3, batch));
            for (int row = 0; row < 3; row++) {
                var lineage = rollouts.places().lineage(children[row]);
                try (Rollouts again = new Rollouts(task, 3, 0, Set.of(), null)) {
                    again.places().put(children[row], lineage);
                    Candidate[] batch = new Candidate[3];
                    batch[row] = children[row];
                    assertArrayEquals(shown(rollouts, children[row]), shown(follow(again, 3, batch), children[row]));
                    assertEquals(lineage, again.places().lineage(children[row]));
                }
            }
            assertEquals(List.of(Map.of(2, 0, 4, 2, 6, 0)), rollouts.places().lineage(children[0]));
            assertEquals(List.of(Map.of(6, 1), Map.of(2, 2, 4, 1)), rollouts.places().lineage(children[1]));
            assertEquals(List.of(Map.of(4, 0, 6, 2), Map.of(2, 2)), rollouts.places().lineage(children[2]));
        }
    }

    @Test
    void oneCandidateAskedForTwiceIsOne() {
        FakeTask task = new FakeTask();
        Candidate one = whole(task, new Recipe.Fresh(1), 5);
        try (Rollouts rollouts = new Rollouts(task, 2, 0, Set.of(), null); Scope scope = Scope.open()) {
            assertArrayEquals(latents(task, 2, one), shown(follow(rollouts, 2, one, one), one));
        }
    }

    @Test
    void thePredictionNearestToTheWatchedLevelIsKept() {
        FakeTask task = new FakeTask();
        Candidate candidate = whole(task, new Recipe.Fresh(2), 10);
        try (Rollouts rollouts = new Rollouts(task, 1, 0.4, Set.of(), null); Scope scope = Scope.open()) {
            float[] kept = numbers(follow(rollouts, 1, candidate).node(candidate).watched());
            int nearest = 0;
            double least = 1;
            for (int call = 0; call < 10; call++) {
                var level = candidate.course().schedule(task.sampler(), task.path()).calls().get(call).at();
                double distance = Math.abs(level.sigma() / (level.alpha() + level.sigma()) - 0.4);
                nearest = distance < least ? call : nearest;
                least = Math.min(least, distance);
            }
            assertNotEquals(0, nearest);
            assertArrayEquals(latents(task, 1, candidate.after(nearest + 1)), kept);
        }
    }

    @Test
    void manyTrajectoriesLeaveNothingBehind() throws InterruptedException {
        FakeTask task = new FakeTask();
        try (Rollouts rollouts = new Rollouts(task, 2, 0.4, Set.of(), null)) {
            long[] alive = new long[3];
            for (int round = 0; round < 3; round++) {
                for (int seed = 0; seed < 300; seed++) {
                    follow(rollouts, 2, whole(task, new Recipe.Fresh(300L * round + seed), 2));
                }
                System.gc(); // generators go with their streams
                Thread.sleep(200);
                alive[round] = Pointer.totalCount();
            }
            assertTrue(alive[2] <= alive[1] + 100, () -> "tensors alive: " + Arrays.toString(alive));
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        FakeTask task = new FakeTask();
        assertThrows(IllegalArgumentException.class, () -> latents(task, 1, whole(task, new Recipe.Fresh(0), 4).after(5)));
        Candidate entered = new Candidate(new Recipe.Renoised(whole(task, new Recipe.Fresh(0), 4), KEY), new Course.Steps(4, 9), 0);
        assertThrows(IllegalArgumentException.class, () -> latents(task, 1, entered));
        Candidate some = new Candidate(new Recipe.Fresh(0), new Course.Steps(4), 0);
        assertThrows(IllegalArgumentException.class, () -> new Recipe.Resampled(some, KEY));
        assertThrows(IllegalArgumentException.class, () -> new Candidate(new Recipe.Resampled(some.after(2), KEY), some.course(), 1));
        assertThrows(IllegalArgumentException.class, () -> new Recipe.Neighbour(new Recipe.Renoised(some, KEY), 0.9, KEY));
        assertThrows(IllegalArgumentException.class, () -> new Course.Leg(100, 200, 3));
        assertThrows(IllegalArgumentException.class, () -> new Candidate(new Recipe.Fresh(0), new Course.Steps(4, 2), 0));
    }
}
