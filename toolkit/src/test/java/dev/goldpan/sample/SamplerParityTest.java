package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.tensor.Noise;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sampler against its diffusers scheduler: times, sigmas, starting noise, and the latents after every call. */
class SamplerParityTest {
    private static final JsonNode GOLDEN = golden();
    private static final double ROUNDING = 4e-6;

    private static JsonNode golden() {
        try {
            return JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build()
                    .readTree(Fixtures.path("samplers/cases.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> cases() {
        return GOLDEN.get("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesEveryStepOfTheReference(JsonNode golden) {
        SchedulerConfig config = SchedulerConfig.parse(golden.get("config").toString(), "case");
        config = golden.get("eta").asDouble() > 0 ? config.with("eta", golden.get("eta").asDouble()) : config;
        Sampler sampler = config.sampler();
        Schedule schedule = sampler.schedule(golden.get("steps").asInt());
        assertTables(golden, schedule);
        try (Scope scope = Scope.open(); Safetensors latents = Fixtures.open("samplers/latents.safetensors")) {
            Tensor wanted = latents.read(golden.get("seed").asText());
            Noise noise = Noise.torch(golden.get("seed").asLong(), 1, 2, 3, 4);
            State start = sampler.start(noise.draw(0), schedule);
            Fixtures.assertClose("starting noise", wanted.narrow(0, 0, 1), start.x(), Math.ulp(4f));
            List<Tensor> seen = new ArrayList<>();
            sampler.finish(start, Denoiser.of(new FakeNetwork(), config.predicts()), FakeNetwork.given(0.05), List.of(noise),
                    state -> seen.add(state.x().clone()));
            assertEquals(wanted.size(0) - 1, seen.size(), "calls");
            // From a first sigma of 4096 the reference itself loses digits to cancellation.
            double tolerance = isZeroSnr(golden) ? Fixtures.LOOP : Fixtures.MODULE;
            for (int i = 0; i < seen.size(); i++) {
                Fixtures.assertClose("latents." + (i + 1), wanted.narrow(0, i + 1, 1), seen.get(i), tolerance);
            }
        }
    }

    static Stream<JsonNode> switches() {
        return GOLDEN.get("switches").valueStream();
    }

    @ParameterizedTest
    @MethodSource("switches")
    void keepsTheModelsSettingsWhenTheSamplerIsChanged(JsonNode golden) {
        Sampler sampler = SchedulerConfig.parse(GOLDEN.get("shipped").toString(), "shipped")
                .withSampler(golden.get("sampler").asText()).sampler();
        assertTables(golden, sampler.schedule(20));
    }

    /**
     * Whole times are exact. Other numbers come out of fp32 square roots and logarithms, which the reference takes from MKL and numpy:
     * their last bit is not the correctly rounded one, which the rescaling to zero SNR amplifies.
     */
    private static void assertTables(JsonNode golden, Schedule schedule) {
        JsonNode times = golden.get("timesteps");
        assertEquals(times.size(), schedule.size(), "calls");
        for (int i = 0; i < times.size(); i++) {
            double wanted = times.get(i).asDouble();
            assertEquals(wanted, schedule.times()[i], wanted == Math.rint(wanted) ? 0 : 2e-4, "time " + i);
        }
        float scale = (float) golden.get("init_noise_sigma").asDouble();
        assertEquals(scale, schedule.scale(), Math.ulp(scale), "scale");
        for (int i = 0; i < golden.get("sigmas").size(); i++) {
            float wanted = (float) golden.get("sigmas").get(i).asDouble();
            Level level = i < schedule.size() ? schedule.calls().get(i).at() : schedule.calls().get(i - 1).to();
            assertEquals(wanted, level.ratio(), isZeroSnr(golden) ? ROUNDING * wanted : 1.01 * Math.ulp(wanted), "sigma " + i);
        }
    }

    private static boolean isZeroSnr(JsonNode golden) {
        return golden.path("config").has("rescale_betas_zero_snr");
    }

    @Test
    void makesTheTablesOfTheReference() {
        try (Scope scope = Scope.open(); Safetensors tables = Fixtures.open("samplers/latents.safetensors")) {
            for (Betas.Curve curve : Betas.Curve.values()) {
                assertTable(tables.read("path." + curve), curve, curve != Betas.Curve.LINEAR, false);
            }
            assertTable(tables.read("path.zero_snr"), Betas.Curve.SCALED_LINEAR, true, true);
        }
    }

    private static void assertTable(Tensor wanted, Betas.Curve curve, boolean latent, boolean zeroSnr) {
        VpPath path = VpPath.of(new Betas(1000, latent ? 0.00085 : 1e-4, latent ? 0.012 : 0.02, curve, zeroSnr));
        Tensor table = wanted.to(ScalarType.Double);
        for (int t = 0; t < 1000; t++) {
            double bar = table.data_ptr_double().get(t);
            assertEquals(bar, path.alpha(t) * path.alpha(t), zeroSnr ? ROUNDING * bar : 1e-15, curve + " at " + t);
        }
    }
}
