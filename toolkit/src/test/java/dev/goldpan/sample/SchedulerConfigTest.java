package dev.goldpan.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerConfigTest {
    private static final String SD = "\"beta_schedule\": \"scaled_linear\", \"beta_start\": 0.00085, \"beta_end\": 0.012";

    private static SchedulerConfig parse(String type, String settings) {
        return SchedulerConfig.parse("{\"_class_name\": \"" + type + "\"" + (settings.isEmpty() ? "" : ", " + settings) + "}", "file");
    }

    /** Published values of the checkpoints' own schedulers. */
    @Test
    void givesThePublishedSchedules() {
        SchedulerConfig sd = parse("PNDMScheduler", SD + ", \"skip_prk_steps\": true, \"steps_offset\": 1");
        double[] pndm = sd.sampler().schedule(50).times();
        assertEquals(51, pndm.length);
        assertArrayEquals(new double[] {981, 961, 961, 941}, Arrays.copyOf(pndm, 4));
        assertEquals(19, sd.withSampler("heun").sampler().schedule(10).size());
        assertEquals(10, sd.withSampler("ddim").sampler().schedule(10).size());
        SchedulerConfig xl = parse("EulerDiscreteScheduler", SD + ", \"timestep_spacing\": \"leading\", \"steps_offset\": 1");
        assertEquals(13.158469, xl.sampler().schedule(50).scale(), 1e-6);
        assertEquals(11.520334, xl.sampler().schedule(30).scale(), 1e-6);
        assertEquals(8.450067, xl.sampler().schedule(10).scale(), 1e-6);
        SchedulerConfig pixart = parse("DPMSolverMultistepScheduler", "\"beta_end\": 0.02, \"lambda_min_clipped\": -Infinity");
        double[] dpm = pixart.sampler().schedule(14).times();
        assertArrayEquals(new double[] {999, 928, 856, 785, 714, 642, 571, 500, 428, 357, 285, 214, 143, 71}, dpm);
    }

    @Test
    void absentKeysHaveTheDefaultsOfTheClass() {
        Ddim ddim = (Ddim) parse("DDIMScheduler", "\"clip_sample\": null").sampler();
        assertEquals(Spacing.LEADING, ddim.grid().spacing());
        assertEquals(new Clip.Fixed(1), ddim.clip());
        assertTrue(ddim.endsClean());
        assertFalse(((Pndm) parse("PNDMScheduler", "").sampler()).endsClean());
        assertEquals(Spacing.LINSPACE, ((Euler) parse("EulerDiscreteScheduler", "").sampler()).sigmas().times().spacing());
        assertEquals(0.012, parse("HeunDiscreteScheduler", "").path().betas().end());
        assertEquals(Parametrisation.V, parse("DDIMScheduler", "\"prediction_type\": \"v_prediction\"").predicts());
        assertEquals(SamplerKind.DPM_2M_SDE, parse("DPMSolverMultistepScheduler", "\"algorithm_type\": \"sde-dpmsolver++\"").kind());
    }

    @Test
    void isCorrectedAsTheStableDiffusionPipelineCorrectsIt() {
        Ddim ddim = (Ddim) parse("DDIMScheduler", SD).forStableDiffusion().sampler();
        assertEquals(1, ddim.grid().offset());
        assertEquals(Clip.NONE, ddim.clip());
    }

    @Test
    void namesWhatItIgnores() {
        assertEquals(List.of("made_up"), parse("DDIMScheduler", "\"_diffusers_version\": \"0.6.0\", \"made_up\": 3, "
                + "\"skip_prk_steps\": true, \"trained_betas\": null").ignored());
    }

    @Test
    void anUnknownSamplerListsTheKnownOnesAndTheNearest() {
        String message = message(() -> SchedulerConfig.named("eulr-a"));
        assertTrue(message.contains("did you mean 'euler-a'") && message.contains("dpm++2m-sde-karras"), message);
        for (String name : SamplerKind.names()) {
            assertTrue(SchedulerConfig.named(name.toUpperCase(java.util.Locale.ROOT)).sampler().schedule(7).size() >= 7, name);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "DDIMScheduler | \"beta_schedule\": \"sigmoid\" | one of [linear, scaled_linear, squaredcos_cap_v2]",
        "DDIMScheduler | \"prediction_type\": \"flow\" | one of [epsilon, v_prediction, sample]",
        "DDIMScheduler | \"timestep_spacing\": 3 | a text",
        "DDIMScheduler | \"clip_sample\": \"no\" | true or false",
        "DDIMScheduler | \"num_train_timesteps\": 1e3 | a whole number",
        "DDIMScheduler | \"num_train_timesteps\": 1000000000 | not in [2, 1000000]",
        "DDIMScheduler | \"beta_end\": 2 | not in (0, 1)",
        "DDIMScheduler | \"beta_end\": NaN | a number",
        "DDIMScheduler | \"steps_offset\": -1 | not in [0, 1000)",
        "DDIMScheduler | \"trained_betas\": [0.1] | nothing else is supported",
        "DDIMScheduler | \"rescale_betas_zero_snr\": true | epsilon",
        "DDIMScheduler | \"eta\": 2 | not in [0, 1]",
        "EulerDiscreteScheduler | \"eta\": 0.5 | ddim only",
        "EulerDiscreteScheduler | \"timestep_type\": \"continuous\" | nothing else is supported",
        "EulerDiscreteScheduler | \"use_beta_sigmas\": true | nothing else is supported",
        "EulerDiscreteScheduler | \"use_karras_sigmas\": true, \"use_exponential_sigmas\": true | where use_karras_sigmas is true",
        "EulerDiscreteScheduler | \"final_sigmas_type\": \"one\" | sigma_min",
        "DPMSolverMultistepScheduler | \"algorithm_type\": \"dpmsolver\" | sde-dpmsolver++",
        "DPMSolverMultistepScheduler | \"solver_order\": 3 | use 1 or 2",
        "DPMSolverMultistepScheduler | \"solver_type\": \"bh3\" | one of [midpoint, heun]",
        "DPMSolverMultistepScheduler | \"variance_type\": \"learned_range\" | no variance",
        "UniPCMultistepScheduler | \"solver_order\": 2 | one of [DDIMScheduler",
    })
    void refusesWhatItDoesNotSupport(String type, String settings, String part) {
        String message = message(() -> parse(type, settings).sampler());
        assertTrue(message.contains(part) && message.lines().count() == 1, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"_class_name\":", "{}", "{\"_class_name\": 5}"})
    void refusesWhatIsNoConfig(String text) {
        assertTrue(message(() -> SchedulerConfig.parse(text, "file")).startsWith("file: "));
    }

    @Test
    void refusesImpossibleStepCounts() {
        for (String name : SamplerKind.names()) {
            Sampler sampler = SchedulerConfig.named(name).sampler();
            for (int steps : new int[] {0, -1, 1_000_000}) {
                assertTrue(message(() -> sampler.schedule(steps)).startsWith("steps: " + steps), name);
            }
        }
        Sampler offset = parse("DDIMScheduler", "\"steps_offset\": 1").sampler();
        assertTrue(message(() -> offset.schedule(1000)).contains("timestep_spacing"));
        assertTrue(message(() -> parse("PNDMScheduler", "").sampler().schedule(3)).contains("skip_prk_steps"));
        assertEquals(61, parse("DDIMScheduler", "\"timestep_spacing\": \"trailing\"").sampler().schedule(61).size());
    }

    @Test
    void settingsAreChangedByTheirNames() {
        SchedulerConfig config = SchedulerConfig.named("ddim").with("eta", 0.5).with("timestep_spacing", "trailing");
        assertTrue(config.sampler().isStochastic());
        assertFalse(config.with("eta", null).sampler().isStochastic());
        assertTrue(message(() -> config.with("use_karas_sigmas", true)).contains("use_karras_sigmas"));
    }

    private static String message(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }
}
