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
        AttentionSettings paper = new AttentionSettings("conform", "bear; rabbit", "paper", "inner", null);
        assertEquals("code words score 16x16", Losses.form("initno", AttentionSettings.NONE, model, settings));
        assertEquals("paper inner 16x16 of bear; rabbit", Losses.form("self-cross", paper, model, settings));
        assertEquals("inner 16x16 of bear; rabbit", Losses.form("attend-excite", paper, model, settings));
        assertEquals("16x16 of bear; rabbit", Losses.form("conform", paper, model, settings));
        AttentionSettings article = new AttentionSettings(null, null, "code", null, "article");
        assertEquals("article 16x16", Losses.form("conform", article, model, settings));
        assertEquals("16x16", Losses.form("conform", new AttentionSettings(null, null, "code", null, "similarity"), model, settings),
                "the usual by its name is the usual");
        assertEquals("code words score 16x16", Losses.form("initno", article, model, settings));
    }

    @Test
    void whatALossDoesNotReadIsNotHeard() {
        AttentionSettings all = new AttentionSettings(null, "cat; dog", "paper", "inner", "zero");
        assertEquals(all, Losses.heard(all, List.of("conform", "initno")));
        assertEquals(new AttentionSettings(null, "cat; dog", "code", null, "zero"), Losses.heard(all, List.of("conform")));
        assertEquals(new AttentionSettings(null, "cat; dog", "code", "inner", null), Losses.heard(all, List.of("attend-excite")));
        assertEquals(new AttentionSettings(null, "cat; dog", "paper", "inner", null), Losses.heard(all, List.of("self-cross")));
        Losses.checkHeard(all, List.of("conform", "self-cross"));
        unheard("--variant: conform is computed in one way", all, "conform");
        unheard("--slice: ", new AttentionSettings(null, null, "code", "words", null), "conform");
        unheard("--fallback: is of conform", new AttentionSettings(null, null, "code", "words", "zero"), "initno");
    }

    private static void unheard(String why, AttentionSettings told, String loss) {
        String said = assertThrows(IllegalArgumentException.class, () -> Losses.checkHeard(told, List.of(loss))).getMessage();
        assertTrue(said.startsWith(why) && said.endsWith("leave it out"), said);
    }

    /** Guidance has maps of a step before from the second iteration on; a ranking has none. */
    @Test
    void theFallbackOfConformIsChosenByName() {
        StableDiffusion model = choice("mini").open();
        assertEquals(new Conform(Conform.Fallback.SIMILARITY, true), Losses.named("conform", AttentionSettings.NONE, model));
        assertEquals(new Conform(Conform.Fallback.ZERO, true), Losses.guiding("conform", AttentionSettings.NONE, model));
        AttentionSettings article = new AttentionSettings(null, null, "code", null, "article");
        assertEquals(new Conform(Conform.Fallback.ARTICLE, true), Losses.named("conform", article, model));
        assertEquals(new Conform(Conform.Fallback.ARTICLE, true), Losses.guiding("conform", article, model));
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
