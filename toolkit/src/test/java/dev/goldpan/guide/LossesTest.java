package dev.goldpan.guide;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.denoise.UNet;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.nn.AttentionTap.Site;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of losses without loading a network. */
class LossesTest {
    private static ModelChoice choice(String model) {
        return new ModelChoice(model, null, null, null, null, "cpu", "fp32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini", "sd15", "sd21", "sdxl"})
    void theFormTellsTheSizeOfTheMapsThatAreRead(String name) {
        StableDiffusion model = choice(name.equals("mini") ? name : Fixtures.path("pipelines/" + name).toString()).open();
        Settings settings = model.usualSettings();
        long[] shape = model.latentShape(settings);
        try (UNet unet = model.openUNet()) {
            List<Site> sites = unet.sites(shape[2], shape[3]);
            Predicate<Site> read = AttentionMaps.sites(sites, Losses.grain(model));
            Site one = sites.stream().filter(read).findFirst().orElseThrow();
            assertEquals(one.height() + "x" + one.width(), Losses.form("conform", AttentionSettings.NONE, model, settings));
        }
    }

    @Test
    void theFormTellsWhatChangesTheLossAndNothingElse() {
        StableDiffusion model = choice("mini").open();
        Settings settings = model.usualSettings();
        AttentionSettings paper = new AttentionSettings("conform", "bear; rabbit", "paper", "inner");
        assertEquals("code words score 16x16", Losses.form("initno", AttentionSettings.NONE, model, settings));
        assertEquals("paper inner 16x16 of bear; rabbit", Losses.form("self-cross", paper, model, settings));
        assertEquals("inner 16x16 of bear; rabbit", Losses.form("attend-excite", paper, model, settings));
        assertEquals("16x16 of bear; rabbit", Losses.form("conform", paper, model, settings));
    }

    @Test
    void noiseIsOptimisedByLossesThatSayWhenItIsGoodEnough() {
        StableDiffusion model = choice("mini").open();
        for (String name : Losses.names()) {
            if (Losses.named(name, AttentionSettings.NONE, model) instanceof Optimisable) {
                assertDoesNotThrow(() -> Losses.checkOptimising(name));
            } else {
                assertThrows(IllegalArgumentException.class, () -> Losses.checkOptimising(name));
            }
        }
    }

    @Test
    void aPromptIsKnownByItsWords() {
        Losses.checkPrompt("attend-excite", "a photo of a cat", null);
        Losses.checkPrompt("conform", "a cat and a red balloon", null);
        Losses.checkPrompt("conform", "teddy bear rabbit", "bear; rabbit");
        String alone = assertThrows(IllegalArgumentException.class, () -> Losses.checkPrompt("initno", "a photo of a cat", null)).getMessage();
        assertTrue(alone.contains("this prompt has one (cat)"), alone);
        assertThrows(IllegalArgumentException.class, () -> Losses.checkPrompt("attend-excite", "", null));
        assertThrows(IllegalArgumentException.class, () -> Losses.checkPrompt("conform", "a cat and a dog", "cat; bird"));
    }
}
