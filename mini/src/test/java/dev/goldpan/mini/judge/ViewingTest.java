package dev.goldpan.mini.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.mini.viewing.Rivals;
import dev.goldpan.mini.viewing.Viewed;
import dev.goldpan.mini.viewing.Viewing;
import dev.goldpan.mini.world.PromptSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed answers of viewers. */
class ViewingTest {
    @ParameterizedTest
    @EnumSource
    void answersAreOfOtherPicturesThanTheLabels(Viewing viewing) throws IOException {
        List<Viewed> all = viewing.all();
        Set<Long> seeds = all.stream().map(Viewed::seed).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all.size(), seeds.size(), "one line a picture");
        assertTrue(seeds.stream().allMatch(seed -> seed >= 60_000 && seed < 90_000), "labels are of seeds 50000 to 50299 and 90000 to 90479, figures of 1000 on");
        assertEquals(all.size(), viewing.lessons().size() + viewing.trials().size());
        assertFalse(viewing.trials().stream().anyMatch(viewing.lessons()::contains));
        for (String labels : List.of("judge-labels.csv", "judge-labels-more.csv", "judge-labels-fresh.csv")) {
            Set<String> labelled = Labels.read(Path.of("../docs", labels)).stream().map(Labels::sketch).collect(Collectors.toSet());
            assertFalse(all.stream().map(Viewed::sketch).anyMatch(labelled::contains), labels);
        }
    }

    @Test
    void noPictureIsTheJudgesAndTheVerifiers() {
        Set<Long> judges = Viewing.JUDGE.all().stream().map(Viewed::seed).collect(Collectors.toSet());
        assertFalse(Viewing.VERIFIERS.all().stream().map(Viewed::seed).anyMatch(judges::contains));
    }

    @Test
    void verifiersLearnFromPromptsOfNoSet() {
        Map<String, Long> prompts = Viewing.VERIFIERS.all().stream().collect(Collectors.groupingBy(Viewed::prompt, Collectors.counting()));
        assertTrue(prompts.values().stream().allMatch(count -> count == Rivals.SIZE), "as many pictures of each");
        assertFalse(Arrays.stream(PromptSet.values()).flatMap(set -> set.prompts().stream()).anyMatch(prompts::containsKey));
        Set<String> trials = Viewing.VERIFIERS.trials().stream().map(Viewed::prompt).collect(Collectors.toSet());
        assertFalse(Viewing.VERIFIERS.lessons().stream().map(Viewed::prompt).anyMatch(trials::contains), "a prompt is in one of the two");
    }
}
