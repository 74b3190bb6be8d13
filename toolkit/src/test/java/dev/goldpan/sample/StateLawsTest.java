package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.tensor.KeyedNoise;
import dev.goldpan.tensor.NoiseKey;
import dev.goldpan.tensor.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes a state a value, for every sampler. */
class StateLawsTest {
    private static final Denoiser MODEL = Denoiser.of(new FakeNetwork(), Parametrisation.V);

    static Stream<Sampler> samplers() {
        SchedulerConfig sd = SchedulerConfig.parse("{\"_class_name\": \"DDIMScheduler\", \"beta_schedule\": \"scaled_linear\", "
                + "\"beta_start\": 0.00085, \"beta_end\": 0.012, \"clip_sample\": false, \"steps_offset\": 1}", "test");
        return Stream.of(sd, sd.with("eta", 0.7), sd.withSampler("pndm"), sd.withSampler("pndm").with("skip_prk_steps", false),
                sd.withSampler("euler"), sd.withSampler("euler-a"), sd.withSampler("heun"), sd.withSampler("dpm++2m-karras"),
                sd.withSampler("dpm++2m").with("solver_type", "heun"), sd.withSampler("dpm++2m-sde")).map(SchedulerConfig::sampler);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void itemsAtDifferentStepsOfDifferentSchedulesRunAsIfAlone(Sampler sampler) {
        try (Scope scope = Scope.open()) {
            State slow = sampler.start(normal("slow", 0), sampler.schedule(12));
            State fast = sampler.start(normal("fast", 0), sampler.schedule(5));
            for (int call = 0; call < 3; call++) {
                slow = sampler.step(slow, MODEL, FakeNetwork.given(0.1), normal("slow", call + 1));
            }
            State both = State.concat(List.of(slow, fast));
            for (int call = 0; call < fast.places().get(0).schedule().size(); call++) {
                Tensor slowly = normal("slow", call + 4);
                Tensor quickly = normal("fast", call + 1);
                both = sampler.step(both, MODEL, FakeNetwork.given(0.1, -0.2), torch.cat(new TensorVector(slowly, quickly), 0));
                slow = sampler.step(slow, MODEL, FakeNetwork.given(0.1), slowly);
                fast = sampler.step(fast, MODEL, FakeNetwork.given(-0.2), quickly);
                assertSame(slow, both.select(0));
                assertSame(fast, both.select(1));
            }
            assertTrue(fast.isFinished());
            assertFalse(both.isFinished());
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aStepLeavesItsStateAsItWas(Sampler sampler) {
        try (Scope scope = Scope.open()) {
            State state = advanced(sampler, 4);
            State before = state.select(0);
            State once = sampler.step(state, MODEL, FakeNetwork.given(0.1), normal("a", 9));
            State again = sampler.step(state, MODEL, FakeNetwork.given(0.1), normal("a", 9));
            assertSame(before, state);
            assertSame(once, again);
            once.close();
            state.close();
            assertSame(again, again.select(0));
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void forksAreEqualUntilTheirNoiseOrPromptDiffers(Sampler sampler) {
        try (Scope scope = Scope.open()) {
            State state = advanced(sampler, 4);
            Tensor noise = normal("a", 9);
            State forked = sampler.step(state.select(0, 0, 0), MODEL, FakeNetwork.given(0.1, 0.1, 0.4),
                    torch.cat(new TensorVector(noise, noise, normal("b", 9)), 0));
            assertSame(forked.select(0), forked.select(1));
            assertSame(forked.select(0), sampler.step(state, MODEL, FakeNetwork.given(0.1), noise));
            assertFalse(forked.select(0).x().equal(forked.select(2).x()));
            State resampled = forked.select(2, 0);
            assertSame(forked.select(2), resampled.select(0));
            assertSame(forked.select(0), resampled.select(1));
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void gradientsFlowFromTheEndToTheStartingNoise(Sampler sampler) {
        try (Scope scope = Scope.open()) {
            Tensor noise = normal("a", 0);
            Tensor leaf = noise.clone().detach().requires_grad_(true);
            end(sampler, leaf).backward();
            Tensor along = normal("direction", 0);
            double slope = leaf.grad().mul(along).sum().item_double();
            double width = 1e-2;
            double ahead = end(sampler, noise.add(along.mul(new Scalar(width)))).item_double();
            double behind = end(sampler, noise.sub(along.mul(new Scalar(width)))).item_double();
            assertEquals((ahead - behind) / (2 * width), slope, 0.01 * Math.abs(slope) + 1e-3);
            assertFalse(sampler.start(leaf, sampler.schedule(5)).detached().x().requires_grad());
        }
    }

    private static Tensor end(Sampler sampler, Tensor noise) {
        State state = sampler.start(noise, sampler.schedule(5));
        while (!state.isFinished()) {
            state = sampler.step(state, MODEL, FakeNetwork.given(0.1), normal("a", state.places().get(0).age() + 1));
        }
        return state.x().mul(normal("weights", 0)).mean();
    }

    @Test
    void aThousandStepsLeaveNativeMemoryWhereItWas() {
        Sampler sampler = SchedulerConfig.named("dpm++2m").sampler();
        Conditioning given = FakeNetwork.given(0, 0.1, 0.2, 0.3);
        long[] bytes = new long[2];
        try (Scope scope = Scope.open()) {
            Tensor noise = new KeyedNoise(NoiseKey.of(0, "memory")).normal(4, 4, 64, 64);
            State start = sampler.start(noise, sampler.schedule(990));
            sampler.finish(start, Denoiser.of(new FakeNetwork(), Parametrisation.V), given, List.of(), state -> {
                int age = state.places().get(0).age();
                if (age == 100 || age == 990) {
                    bytes[age / 990] = Pointer.physicalBytes();
                }
            });
        }
        // One leaked tensor per step would be 222 MB.
        assertTrue(bytes[1] - bytes[0] < 60_000_000, () -> "grew by " + (bytes[1] - bytes[0]) + " bytes");
    }

    @Test
    void refusesWhatCannotBe() {
        try (Scope scope = Scope.open()) {
            Sampler ancestral = SchedulerConfig.named("euler-a").sampler();
            State state = ancestral.start(normal("a", 0), ancestral.schedule(1));
            Conditioning given = FakeNetwork.given(0);
            assertThrows(IllegalArgumentException.class, () -> ancestral.step(state, MODEL, given, null));
            assertThrows(IllegalArgumentException.class, () -> ancestral.step(state, MODEL, FakeNetwork.given(0, 0), state.x()));
            State end = ancestral.step(state, MODEL, given, normal("a", 1));
            assertThrows(IllegalArgumentException.class, () -> ancestral.step(end, MODEL, given, normal("a", 2)));
            Sampler heun = SchedulerConfig.named("heun").sampler();
            Schedule schedule = heun.schedule(4);
            assertThrows(IllegalArgumentException.class, () -> heun.resume(state.x(), schedule, 1));
            assertEquals(2, heun.resume(state.x(), schedule, 2).places().get(0).next());
            assertThrows(IllegalArgumentException.class,
                    () -> State.concat(List.of(state, heun.start(normal("a", 0), schedule))));
        }
    }

    private static State advanced(Sampler sampler, int calls) {
        State state = sampler.start(normal("a", 0), sampler.schedule(6));
        for (int call = 0; call < calls; call++) {
            state = sampler.step(state, MODEL, FakeNetwork.given(0.1), normal("a", call + 1));
        }
        return state;
    }

    private static Tensor normal(String use, int step) {
        return new KeyedNoise(NoiseKey.of(3, use).step(step)).normal(1, 4, 4, 8);
    }

    private static void assertSame(State wanted, State actual) {
        assertEquals(wanted.places(), actual.places());
        assertTrue(wanted.x().equal(actual.x()), "x");
        assertTrue(wanted.x0().equal(actual.x0()), "x0");
        for (int slot = 0; slot < wanted.memory().size(); slot++) {
            assertTrue(wanted.memory().get(slot).equal(actual.memory().get(slot)), "memory " + slot);
        }
    }
}
