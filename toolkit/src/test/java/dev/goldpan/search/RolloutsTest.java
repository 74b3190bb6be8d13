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
        try (Rollouts rollouts = new Rollouts(task, rows, 0, null); Scope scope = Scope.open()) {
            float[] last = null;
            for (Candidate candidate : candidates) {
                last = numbers(rollouts.shown(rollouts.follow(List.of(candidate)).get(0), candidate.recipe()));
            }
            return last;
        }
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
            assertArrayEquals(numbers(end.x()), latents(task, 3, whole(task, new Recipe.Fresh(5), 6)));
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
        try (Rollouts rollouts = new Rollouts(task, 4, 0, null); Scope scope = Scope.open()) {
            List<Node> nodes = rollouts.follow(List.of(again, root, child, whole(task, new Recipe.Fresh(9), 6)));
            assertArrayEquals(alone, numbers(rollouts.shown(nodes.get(2), child.recipe())));
        }
    }

    @Test
    void copiesShareTheirCallsAndPartWithTheNextDraw() {
        FakeTask task = new FakeTask("ddim", 1, 1, 3, 4, 4);
        Candidate root = whole(task, new Recipe.Fresh(1), 6).after(3);
        Candidate copy = whole(task, new Recipe.Resampled(root, KEY), 6);
        assertArrayEquals(latents(task, 2, root), latents(task, 2, copy.after(3)));
        assertFalse(Arrays.equals(latents(task, 2, root.after(4)), latents(task, 2, copy.after(4))));
        try (Rollouts rollouts = new Rollouts(task, 1, 0, null)) {
            rollouts.follow(List.of(root));
            long before = rollouts.evaluations();
            rollouts.follow(List.of(copy.after(4)));
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

    @Test
    void oneCandidateAskedForTwiceIsOne() {
        FakeTask task = new FakeTask();
        Candidate one = whole(task, new Recipe.Fresh(1), 5);
        try (Rollouts rollouts = new Rollouts(task, 2, 0, null); Scope scope = Scope.open()) {
            List<Node> nodes = rollouts.follow(List.of(one, one));
            assertArrayEquals(numbers(rollouts.shown(nodes.get(0), one.recipe())), numbers(rollouts.shown(nodes.get(1), one.recipe())));
        }
    }

    @Test
    void thePredictionNearestToTheWatchedLevelIsKept() {
        FakeTask task = new FakeTask();
        Candidate candidate = whole(task, new Recipe.Fresh(2), 10);
        try (Rollouts rollouts = new Rollouts(task, 1, 0.4, null); Scope scope = Scope.open()) {
            float[] kept = numbers(rollouts.follow(List.of(candidate)).get(0).watched());
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
        try (Rollouts rollouts = new Rollouts(task, 2, 0.4, null)) {
            long[] alive = new long[3];
            for (int round = 0; round < 3; round++) {
                for (int seed = 0; seed < 300; seed++) {
                    rollouts.follow(List.of(whole(task, new Recipe.Fresh(300L * round + seed), 2)));
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
