package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.laws.FakeSlope;
import dev.goldpan.laws.FakeTask;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Guiding;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.Watcher;
import dev.goldpan.sample.Sampler;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.State;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Scope;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Differentiable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientsTest {
    private final Blobs blobs = Blobs.inMemory();

    private ModelEvaluator evaluator(Task task, Differentiable verifier, int width) {
        return new ModelEvaluator(task, List.of(verifier), List.of(), width, Set.of(), Duration.ofMinutes(1), blobs);
    }

    private static Candidate candidate(Task task, Recipe recipe, int steps) {
        Course.Steps course = new Course.Steps(steps);
        return new Candidate(recipe, course, course.schedule(task.sampler(), task.path()).size());
    }

    private float[] gradient(Task task, Differentiable verifier, int steps, Recipe... recipes) {
        try (ModelEvaluator evaluator = evaluator(task, verifier, 3)) {
            List<Candidate> asked = List.of(recipes).stream().map(recipe -> candidate(task, recipe, steps)).toList();
            List<Outcome> outcomes = evaluator.evaluate(asked, true).outcomes();
            return blobs.read(outcomes.get(outcomes.size() - 1).scored().gradient());
        }
    }

    private double score(Task task, Differentiable verifier, int steps, float[] noise) {
        try (ModelEvaluator evaluator = evaluator(task, verifier, 1)) {
            Recipe recipe = new Recipe.Optimised(new Recipe.Fresh(5), blobs.write(noise));
            return evaluator.evaluate(List.of(candidate(task, recipe, steps)), false).outcomes().get(0).scored()
                    .value(verifier.info().name());
        }
    }

    private float[] noise(Task task) {
        try (Scope scope = Scope.open(); ModelEvaluator evaluator = evaluator(task, FakeSlope.red(), 1)) {
            Tensor noise = evaluator.noise(new Recipe.Fresh(5));
            float[] numbers = new float[(int) noise.numel()];
            noise.data_ptr_float().get(numbers);
            return numbers;
        }
    }

    private static float[] moved(float[] noise, float[] along, double by) {
        float[] moved = new float[noise.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (noise[i] + by * along[i]);
        }
        return moved;
    }

    /** Every sampler, with what it remembers: the gradient is the slope of the score along any direction, here two of them. */
    @ParameterizedTest
    @CsvSource({"ddim, 0", "ddim, 1", "euler, 0", "euler-a, 0", "heun, 0", "dpm++2m, 0", "pndm, 0"})
    void theyAreTheSlopesOfTheScore(String sampler, double eta) {
        FakeTask task = new FakeTask(sampler, eta, 1, 3, 4, 4);
        Differentiable verifier = new FakeSlope("sharp", image -> image.square().mul(image).mean().mul(new Scalar(10)));
        float[] gradient = gradient(task, verifier, 3, new Recipe.Fresh(8), new Recipe.Fresh(5));
        float[] noise = noise(task);
        float[] some = new float[noise.length];
        some[7] = 1;
        some[20] = -2;
        for (float[] along : List.of(gradient, some)) {
            double expected = 0;
            double length = 0;
            for (int i = 0; i < along.length; i++) {
                expected += along[i] * gradient[i];
                length += along[i] * along[i];
            }
            double step = 0.02 / Math.sqrt(length);
            double slope = (score(task, verifier, 3, moved(noise, along, step)) - score(task, verifier, 3, moved(noise, along, -step)))
                    / (2 * step);
            assertEquals(expected, slope, 0.01 * Math.abs(expected) + 1e-6);
        }
    }

    /** On the way: what moving the latents of the last call changes in the score of its prediction. */
    @ParameterizedTest
    @CsvSource({"ddim, 1", "euler-a, 0", "dpm++2m-sde, 0"})
    void onTheWayTheyAreSlopesInUnitsOfTheNextNoise(String sampler, double eta) {
        FakeTask task = new FakeTask(sampler, eta, 1, 3, 4, 4);
        FakeSlope verifier = new FakeSlope("sharp", image -> image.square().mul(image).mean().mul(new Scalar(10)));
        float[] noise = noise(task);
        Candidate whole = candidate(task, new Recipe.Optimised(new Recipe.Fresh(5), blobs.write(noise)), 3);
        Schedule schedule = task.sampler().schedule(3);
        double added = task.sampler().added(schedule.calls().get(0));
        assertTrue(added > 0);
        try (ModelEvaluator evaluator = evaluator(task, verifier, 3)) {
            Outcome outcome = evaluator.evaluate(List.of(whole.after(1)), true).outcomes().get(0);
            float[] gradient = blobs.read(outcome.scored().gradient());
            for (int place : new int[] {0, 7, 20}) {
                double step = 0.05;
                double[] scores = new double[2];
                for (int side = 0; side < 2; side++) {
                    float[] moved = noise.clone();
                    moved[place] += (float) (side == 0 ? -step : step);
                    Recipe recipe = new Recipe.Optimised(new Recipe.Fresh(5), blobs.write(moved));
                    scores[side] = evaluator.evaluate(List.of(candidate(task, recipe, 3).after(1)), false).outcomes().get(0).scored()
                            .value("sharp");
                }
                double slope = (scores[1] - scores[0]) / (2 * step) / schedule.scale(); // of the latents
                assertEquals(slope, gradient[place] / added, 0.01 * Math.abs(slope) + 1e-6);
            }
        }
    }

    /** The graph of the whole way at once gives the same as one step at a time. */
    @ParameterizedTest
    @CsvSource({"ddim, 1", "dpm++2m, 0", "pndm, 0", "heun, 0"})
    void checkpointsChangeNothing(String name, double eta) {
        FakeTask task = new FakeTask(name, eta, 1, 3, 4, 4);
        FakeSlope verifier = FakeSlope.red();
        float[] checkpointed = gradient(task, verifier, 6, new Recipe.Fresh(5));
        Noise draws = new Noises(task.shape(), blobs).steps(new Recipe.Fresh(5));
        try (Scope scope = Scope.open()) {
            Tensor leaf = Tensor.create(noise(task), task.shape()).clone().requires_grad_(true);
            Sampler sampler = task.sampler();
            State state = sampler.start(leaf, sampler.schedule(6));
            for (int call = 0; !state.isFinished(); call++) {
                state = sampler.step(state, task.denoiser(), task.given(), sampler.isStochastic() ? draws.draw(call + 1) : null);
            }
            verifier.score().apply(task.decode(state.x())).backward();
            float[] whole = new float[checkpointed.length];
            leaf.grad().contiguous().data_ptr_float().get(whole);
            assertArrayEquals(whole, checkpointed, 1e-7f);
        }
    }

    /** Forwards run on packed weights, and the way back on stored ones. */
    @Test
    void theyAreThoseOfARealNetwork() {
        StableDiffusion checkpoint = new ModelChoice(Fixtures.path("pipelines/sd15").toString(), null, null, null, null, "cpu", "fp32")
                .open();
        Settings settings = new Settings(24, 24, 2, "ddim", 3, 0, 0, 0, AttentionSettings.NONE);
        try (LoadedModel model = LoadedModel.of(checkpoint, 0);
                PromptTask task = new PromptTask(model, new Prompt("a cat"), settings, Guiding.NONE, new Watcher() {})) {
            Differentiable verifier = new FakeSlope("warm", image -> image.select(1, 0).sub(image.select(1, 2)).mean());
            float[] gradient = gradient(task, verifier, 2, new Recipe.Fresh(5));
            double squares = 0;
            for (float number : gradient) {
                squares += (double) number * number;
            }
            double step = 0.05 / Math.sqrt(squares);
            float[] noise = noise(task);
            double slope = (score(task, verifier, 2, moved(noise, gradient, step))
                    - score(task, verifier, 2, moved(noise, gradient, -step)))
                    / (2 * step);
            assertTrue(squares > 0);
            assertEquals(squares, slope, 0.02 * squares);
        }
    }

    @Test
    void theyAreCountedAndDoNotDependOnTheirNeighbours() {
        FakeTask task = new FakeTask();
        try (ModelEvaluator evaluator = evaluator(task, FakeSlope.red(), 3)) {
            Evaluator.Evaluated made = evaluator.evaluate(List.of(candidate(task, new Recipe.Fresh(5), 4),
                    candidate(task, new Recipe.Fresh(6), 4)), true);
            assertEquals(new Cost(0, 12 + 8, 2 * 20, 2 * 8, 3 + 2, 0, 2, made.cost().seconds()), made.cost());
            assertEquals(task.evaluations(), made.cost().spent());
            assertEquals(task.decoded(), made.cost().decodes());
            float[] alone = gradient(new FakeTask(), FakeSlope.red(), 4, new Recipe.Fresh(5));
            assertArrayEquals(alone, blobs.read(made.outcomes().get(0).scored().gradient()), 1e-8f);
        }
    }

    @Test
    void whatIsNotFiniteHasNone() {
        FakeTask task = new FakeTask();
        Differentiable broken = new FakeSlope("root", image -> image.sub(image).sqrt().sum()); // its slope at 0 has no bound
        try (ModelEvaluator evaluator = evaluator(task, broken, 1)) {
            Scored scored = evaluator.evaluate(List.of(candidate(task, new Recipe.Fresh(5), 2)), true).outcomes().get(0).scored();
            assertEquals(0, scored.value("root"));
            assertEquals(null, scored.gradient());
        }
    }
}
