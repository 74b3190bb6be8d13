package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samplers on Gaussian data, where the exact trajectory and the exact marginals are known. */
class SamplerOrderTest {
    private static final GaussianDenoiser DATA = new GaussianDenoiser(0.6, 1.2);

    @ParameterizedTest
    @CsvSource({"ddim, midpoint, 1", "euler, midpoint, 1", "heun, midpoint, 2", "dpm++2m, midpoint, 2", "dpm++2m, heun, 2",
        "plms, midpoint, 2"})
    void convergesAtItsOrder(String name, String type, int order) {
        Sampler sampler = deterministic(name, type);
        double coarse = error(sampler, 20);
        double fine = error(sampler, 40);
        double seen = Math.log(coarse / fine) / Math.log(2);
        assertTrue(Math.abs(seen - order) < 0.25 || order == 2 && seen > 2, () -> name + " has order " + seen);
    }

    private static Sampler deterministic(String name, String type) {
        SchedulerConfig config = SchedulerConfig.named(name.equals("plms") ? "pndm" : name).with("clip_sample", false);
        return (name.equals("plms") ? config.with("skip_prk_steps", true) : config).with("solver_type", type).sampler();
    }

    private static double error(Sampler sampler, int steps) {
        try (Scope scope = Scope.open()) {
            Schedule schedule = sampler.through(GaussianDenoiser.levels(4, 0.3, steps));
            Level first = schedule.calls().get(0).at();
            Level last = schedule.calls().get(schedule.size() - 1).to();
            Tensor x = DATA.noisy(first, new KeyedNoise(NoiseKey.of(0, "order")).normal(1, 4, 8, 8));
            State end = sampler.finish(sampler.resume(x, schedule, 0), DATA, FakeNetwork.given(0), List.of(), state -> {});
            return end.x().sub(DATA.flow(x, first, last)).abs().max().item_float() / last.alpha();
        }
    }

    /** The start has the first level's marginal; a stochastic sampler must end with the last one's. */
    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler-a", "dpm++2m-sde"})
    void keepsTheMarginals(String name) {
        SchedulerConfig config = SchedulerConfig.named(name).with("clip_sample", false);
        Sampler sampler = (name.equals("ddim") ? config.with("eta", 1.0) : config).sampler();
        try (Scope scope = Scope.open()) {
            Schedule schedule = sampler.through(GaussianDenoiser.levels(4, 0.3, 100));
            Noise noise = Noise.keyed(NoiseKey.of(1, "marginal"), 1, 4, 128, 128);
            Tensor x = DATA.noisy(schedule.calls().get(0).at(), noise.draw(0));
            State end = sampler.finish(sampler.resume(x, schedule, 0), DATA, FakeNetwork.given(0), List.of(noise), state -> {});
            assertMoments(end);
            // Half of it comes from noise added on the way.
            Tensor change = end.x().sub(DATA.flow(x, schedule.calls().get(0).at(), end.levels().get(0)));
            assertTrue(change.std().item_double() > 0.3, "the noise did nothing");
        }
    }

    /** A search over paths: down by the flow, up by the forward kernel, down again, all in one solver's coordinates. */
    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler", "heun", "dpm++2m"})
    void renoisedTrajectoriesKeepTheMarginals(String name) {
        Sampler sampler = SchedulerConfig.named(name).with("clip_sample", false).sampler();
        try (Scope scope = Scope.open()) {
            Schedule down = sampler.through(GaussianDenoiser.levels(4, 0.3, 40));
            Noise noise = Noise.keyed(NoiseKey.of(2, "renoise"), 1, 4, 128, 128);
            State once = sampler.finish(sampler.resume(DATA.noisy(down.calls().get(0).at(), noise.draw(0)), down, 0), DATA,
                    FakeNetwork.given(0), List.of(), state -> {});
            Schedule again = sampler.through(GaussianDenoiser.levels(2, 0.3, 40));
            Tensor up = Path.renoise(once.x(), once.levels(), List.of(again.calls().get(0).at()), noise.draw(1));
            assertMoments(sampler.resume(up, again, 0));
            assertMoments(sampler.finish(sampler.resume(up, again, 0), DATA, FakeNetwork.given(0), List.of(), state -> {}));
        }
    }

    private static void assertMoments(State state) {
        Level at = state.levels().get(0);
        Tensor x = state.x().to(ScalarType.Double);
        double sd = Math.sqrt(DATA.variance(at));
        assertEquals(at.alpha() * DATA.mean(), x.mean().item_double(), 0.02 * sd, "mean");
        assertEquals(sd, x.std().item_double(), 0.025 * sd, "standard deviation");
    }
}
