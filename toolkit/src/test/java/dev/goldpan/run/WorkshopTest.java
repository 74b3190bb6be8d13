package dev.goldpan.run;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.laws.FakeVerifier;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.Bundled;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.search.Budget;
import dev.goldpan.text.Prompt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkshopTest {
    private static Spec spec(String prompt, int clipSkip, String model, String verifier) {
        return spec(prompt, new Settings(48, 48, 2, "ddim", 2, 0, 0, clipSkip, AttentionSettings.NONE), model, verifier);
    }

    private static Spec spec(String prompt, Settings settings, String model, String verifier) {
        ModelChoice choice = new ModelChoice(model, null, null, null, null, "cpu", "fp32");
        return new Spec(choice, new Prompt(prompt), settings, 2, "random",
                Map.of(), verifier, 0, List.of(), null, Budget.ofNfe(4), 1, 2, 0, null, 10);
    }

    private static String model() {
        return Fixtures.path("pipelines/sd15").toString();
    }

    @Test
    void whatIsLoadedIsLoadedOnce() {
        try (Workshop workshop = new Workshop()) {
            Spec cat = spec("a cat", 0, model(), "jpeg");
            Spec dog = spec("a dog", 0, model(), "jpeg");
            assertSame(workshop.model(cat), workshop.model(dog));
            assertSame(workshop.verifier(cat, "jpeg"), workshop.verifier(dog, "jpeg"));
            assertNotSame(workshop.model(cat), workshop.model(spec("a cat", 1, model(), "jpeg")));
            try (SearchRun one = SearchRun.begin(cat, null, workshop, new Listener() {});
                    SearchRun other = SearchRun.begin(dog, null, workshop, new Listener() {})) {
                assertTrue(one.run().candidates() == 2 && other.run().candidates() == 2);
            }
            workshop.lend(FakeVerifier.red());
            try (SearchRun lent = SearchRun.begin(spec("a cat", 0, model(), "red"), null, workshop, new Listener() {})) {
                assertTrue(lent.run().winners().get(0).scored().value("red") > 0);
            }
        }
    }

    @Test
    void theJudgeSpeaksOnlyOfItsWorld() {
        try (Workshop workshop = new Workshop()) {
            assertTrue(workshop.appraiser(spec("a cat", 0, model(), "jpeg")).isEmpty());
            assertTrue(workshop.appraiser(spec("a cat", 0, "mini", "clip")).isEmpty(), "48x48 is no picture of its world");
        }
    }

    @Test
    void theJudgeSpeaksOfWhateverKnowsTheWordsOfItsWorld() {
        String trained = Bundled.judge().resolveSibling("mini").toString(); // as a checkpoint of one's own
        Settings settings = new Settings(128, 128, 2, "ddim", 2, 0, 0, 0, AttentionSettings.NONE);
        try (Workshop workshop = new Workshop()) {
            assertTrue(workshop.appraiser(spec("a cat", settings, trained, "jpeg")).isPresent());
            assertTrue(workshop.appraiser(spec("a submarine", settings, trained, "jpeg")).isEmpty(), "no caption of it");
            assertTrue(workshop.appraiser(spec("a cat", settings, model(), "jpeg")).isEmpty(), "a model of another world");
        }
    }
}
