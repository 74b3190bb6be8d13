package dev.goldpan.mini.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.world.Caption;
import dev.goldpan.world.Colour;
import dev.goldpan.world.Mention;
import dev.goldpan.world.Relation;
import dev.goldpan.world.SceneSpec;
import dev.goldpan.world.Style;
import dev.goldpan.world.Subject;
import dev.goldpan.world.Vocabulary;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptionTest {

    private static final Map<PromptSet, Integer> SIZES = new EnumMap<>(Map.ofEntries(
            Map.entry(PromptSet.AE_ANIMAL_ANIMAL, 66), Map.entry(PromptSet.AE_ANIMAL_OBJECT, 144),
            Map.entry(PromptSet.AE_OBJECT_OBJECT, 66), Map.entry(PromptSet.SIMILAR, 45), Map.entry(PromptSet.SIMILAR3, 14),
            Map.entry(PromptSet.SINGLES, 60), Map.entry(PromptSet.COUNTS, 50), Map.entry(PromptSet.RELATIONS, 48),
            Map.entry(PromptSet.COLOURS, 48), Map.entry(PromptSet.STYLES, 48), Map.entry(PromptSet.COMPLEX, 30)));

    @Test
    void everyPromptOfEverySetIsUnderstood() {
        for (PromptSet set : PromptSet.values()) {
            assertEquals(SIZES.get(set), set.prompts().size(), set.name());
            for (String prompt : set.prompts()) {
                SceneSpec spec = Caption.parse(prompt);
                assertEquals(spec, Caption.parse(Caption.of(spec)), prompt);
            }
        }
    }

    @Test
    void attendAndExcitePromptsMeanTwoThings() {
        for (PromptSet set : List.of(PromptSet.AE_ANIMAL_ANIMAL, PromptSet.AE_ANIMAL_OBJECT, PromptSet.AE_OBJECT_OBJECT)) {
            for (String prompt : set.prompts()) {
                SceneSpec spec = Caption.parse(prompt);
                assertEquals(2, spec.mentions().size(), prompt);
                assertEquals(prompt, Caption.of(spec), "their own words, grammar errors included");
                assertTrue(spec.mentions().stream().allMatch(m -> m.subject().prompted()), prompt);
            }
        }
    }

    @Test
    void readsColoursStylesCountsAndRelations() {
        Mention cat = Mention.of(Subject.CAT);
        Mention balloon = Mention.of(Subject.BALLOON).in(Colour.RED);
        assertEquals(SceneSpec.of(cat, balloon), Caption.parse("A cat and a red balloon."));
        assertEquals(new SceneSpec(List.of(cat, balloon), Relation.LEFT_OF), Caption.parse("a cat on the left of a red balloon"));
        assertEquals(SceneSpec.of(cat.times(2), balloon), Caption.parse("a photo of two cats and one red balloon"));
        assertEquals(SceneSpec.of(cat.in(Style.SKETCHED), balloon.in(Style.PIXELATED)),
                Caption.parse("a sketch of a cat and a pixelated red balloon"));
        assertEquals(SceneSpec.of(Mention.of(Subject.SHEEP).times(3).in(Style.STRIPED)), Caption.parse("three striped sheep"));
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertEquals(List.of("wizard", "zebroid"), Vocabulary.unknown("a wizard and a zebroid with a wizard"));
        assertTrue(message("a wizard and a cat").contains("unknown words wizard"));
        assertTrue(message("a cat a dog").contains(
                "expected \"and\", \"with\" or a place such as \"to the left of\" at word 3, found \"a\""));
        assertTrue(message("two cat").contains("a plural such as \"cats\""));
        assertTrue(message("a cat and").contains("found the end"));
        assertTrue(message("three cats and a dog").contains("4 things, allowed are 1 to 3"));
        assertTrue(message("a cat above a dog and a lion above a bear").contains("4 things"));
        assertTrue(message("a cat above a dog and a lion").contains("\"above\" joins two subjects, not 3"));
        assertTrue(message(" ").contains("found the end"));
    }

    private static String message(String prompt) {
        return assertThrows(IllegalArgumentException.class, () -> Caption.parse(prompt)).getMessage();
    }

    @Test
    void trainingCaptionsComeBackAsTheirScenes() {
        for (int i = 0; i < 5000; i++) {
            Scene scene = Scene.of(11, i);
            assertEquals(scene.spec(), Caption.parse(scene.caption()), scene.caption());
        }
    }
}
