package dev.goldpan.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.laws.FakeTask;
import dev.goldpan.sample.Level;
import dev.goldpan.sample.Schedule;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.verify.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sequential Monte Carlo finds the posterior. The model is one number from two normals, the reward the number itself, so the model
 * times exp(lambda r) is two normals again, shifted and weighted anew.
 */
class PosteriorTest {
    private static final int STEPS = 1000; // fewer, and the sampler is off its own density by as much as the interval is wide
    private static final int PARTICLES = 800;
    private static final int RUNS = 16;
    private static final double LAMBDA = 1.5;

    private final Schedule schedule = SchedulerConfig.named("ddim").with("beta_schedule", "scaled_linear").with("beta_start", 0.00085)
            .with("beta_end", 0.012).sampler().schedule(STEPS);
    private final Blobs blobs = Blobs.inMemory();
    private float[] normals;
    private int drawn;

    /** A trajectory of one number: what the last call saw and predicted. */
    private record Line(double x, double predicted, int calls) {}

    private static double posteriorMean() {
        double variance = FakeTask.SPREAD * FakeTask.SPREAD;
        double lower = FakeTask.LOWER * Math.exp(-LAMBDA * FakeTask.MEAN);
        double upper = (1 - FakeTask.LOWER) * Math.exp(LAMBDA * FakeTask.MEAN);
        return (upper - lower) / (upper + lower) * FakeTask.MEAN + LAMBDA * variance;
    }

    private static double predicted(double x, Level at) {
        double variance = at.alpha() * at.alpha() * FakeTask.SPREAD * FakeTask.SPREAD + at.sigma() * at.sigma();
        double odds = (1 - FakeTask.LOWER) / FakeTask.LOWER * Math.exp(2 * at.alpha() * FakeTask.MEAN * x / variance);
        double centre = (odds - 1) / (odds + 1) * FakeTask.MEAN;
        return centre + at.alpha() * FakeTask.SPREAD * FakeTask.SPREAD / variance * (x - at.alpha() * centre);
    }

    private double normal() {
        return normals[drawn++];
    }

    /** {@code line} followed to {@code calls}, ancestrally. */
    private Line followed(Line line, int calls) {
        Line now = line == null ? seen(normal(), 0) : line;
        while (now.calls < calls) {
            now = seen(moved(now, normal()), now.calls);
        }
        return now;
    }

    private double moved(Line line, double draw) {
        Schedule.Call call = schedule.calls().get(line.calls - 1);
        Level t = call.from();
        Level s = call.to();
        double eps = (line.x - t.alpha() * line.predicted) / t.sigma();
        double added = added(line);
        return s.alpha() * line.predicted + Math.sqrt(s.sigma() * s.sigma() - added * added) * eps + added * draw;
    }

    private double added(Line line) {
        Schedule.Call call = schedule.calls().get(line.calls - 1);
        double share = call.to().ratio() / call.from().ratio();
        return call.to().sigma() * Math.sqrt(1 - share * share);
    }

    /** The gradient of what {@code line} scores, in units of the noise that its next move adds. */
    private String gradient(Line line) {
        Level at = schedule.calls().get(line.calls - 1).at();
        double slope = (predicted(line.x + 1e-4, at) - predicted(line.x - 1e-4, at)) / 2e-4;
        return blobs.write(new float[] {(float) (added(line) * slope)});
    }

    private Line seen(double x, int call) {
        return new Line(x, predicted(x, schedule.calls().get(call).at()), call + 1);
    }

    /** The weighted mean of the finished particles. */
    private double estimate(Particles particles, double strength, long seed) {
        normals = new KeyedNoise(NoiseKey.of(seed, "smc")).normals(PARTICLES * (STEPS + 2));
        drawn = 0;
        Algorithm algorithm = strength > 0 ? new SteeredParticles(particles, strength, 3) : particles;
        Search search = algorithm.begin(new Grounds(seed * PARTICLES, null, List.of(1L, 1L, 1L, 1L), new Course.Steps(STEPS),
                course -> schedule, 1000, true, new Objective(List.of("r")), STEPS, 1, Long.MAX_VALUE, blobs));
        Map<Recipe, Line> lines = new HashMap<>();
        Map<Recipe, Double> last = new HashMap<>();
        double weights = 0;
        double sum = 0;
        while (weights == 0) {
            List<Scored> results = new ArrayList<>();
            Map<Recipe, Line> next = new HashMap<>();
            Map<Recipe, Double> scores = new HashMap<>();
            for (Candidate candidate : search.ask()) {
                Recipe from = lines.containsKey(candidate.recipe()) || candidate.recipe().origin() == null ? candidate.recipe()
                        : candidate.recipe().origin().recipe();
                Line before = lines.get(from);
                double ratio = 0;
                if (candidate.recipe() instanceof Recipe.Steered copy) {
                    double drawn = new KeyedNoise(copy.key().step(copy.shared())).normals(1)[0];
                    double shift = blobs.read(copy.shift())[0];
                    ratio = (drawn * drawn - (drawn + shift) * (drawn + shift)) / 2;
                    before = seen(moved(before, drawn + shift), before.calls);
                }
                Line line = followed(before, candidate.calls());
                boolean finished = candidate.calls() == STEPS;
                double reward = finished ? moved(line, normal()) : line.predicted;
                if (finished) {
                    // The potential of the last look; with constant temper and gains, exp(lambda (r - r before)).
                    double weight = Math.exp(LAMBDA * (reward - factor(particles, lines.get(from).calls) * last.get(from)) + ratio);
                    weights += weight;
                    sum += weight * reward;
                }
                next.put(candidate.recipe(), line);
                scores.put(candidate.recipe(), reward);
                String gradient = search.wantsGradients() ? gradient(line) : null;
                results.add(new Scored(candidate, Map.of("r", Score.of(reward)), gradient));
            }
            lines = next;
            last = scores;
            search.tell(results);
        }
        return sum / weights;
    }

    private static double factor(Particles particles, int calls) {
        return particles.temper() == Particles.Temper.CONSTANT ? 1 : Math.min(Math.pow(1.008, 100.0 * calls / STEPS) - 1, 1);
    }

    @ParameterizedTest
    @CsvSource({"MULTINOMIAL,CONSTANT,0", "SSP,INCREASE,0", "SSP,INCREASE,1", "SSP,CONSTANT,8"})
    void theMeanIsWithinItsConfidenceInterval(Resampling resampling, Particles.Temper temper, double strength) {
        Particles particles = new Particles(PARTICLES, new Looks(0.1, 0.9, 0.1), Particles.Potential.DIFFERENCE, temper, LAMBDA,
                resampling, 1, 1);
        double sum = 0;
        double squares = 0;
        for (int run = 0; run < RUNS; run++) {
            double estimate = estimate(particles, strength, run);
            sum += estimate;
            squares += estimate * estimate;
        }
        double mean = sum / RUNS;
        double error = Math.sqrt((squares / RUNS - mean * mean) / (RUNS - 1));
        assertTrue(error < 0.02, () -> "standard error " + error);
        assertEquals(posteriorMean(), mean, 3 * error); // 99 % of Student's t with 15 degrees of freedom
        assertTrue(Math.abs(mean - (1 - 2 * FakeTask.LOWER)) > 20 * error, "far from the model's own mean");
    }
}
