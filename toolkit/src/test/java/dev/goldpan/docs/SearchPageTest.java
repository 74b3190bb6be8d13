package dev.goldpan.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.laws.FakeTask;
import dev.goldpan.model.Bundled;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Course;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.Objective;
import dev.goldpan.search.Preset;
import dev.goldpan.verify.VerifierEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/search.md says what the code does. */
class SearchPageTest {
    private static final List<String> VERIFIERS = List.of("name", "what it scores", "unit", "gradient", "networks", "bundled");
    private static final Pattern REFUSES = Pattern.compile("An ensemble is refused by ([^.]*)\\.");

    @Test
    void everyVerifierHasItsRow() throws IOException {
        List<List<String>> rows = Page.rows("search.md").stream().dropWhile(row -> !row.equals(VERIFIERS)).skip(1)
                .takeWhile(row -> row.size() == VERIFIERS.size()).toList();
        assertEquals(VerifierEntry.all().stream().map(SearchPageTest::row).toList(), rows);
    }

    private static List<String> row(VerifierEntry entry) {
        List<String> networks = entry.networks();
        return List.of("`" + entry.name() + "`", entry.scores(), entry.unit(), entry.hasGradient() ? "yes" : "no",
                networks.isEmpty() ? "–" : "`" + String.join("`, `", networks) + "`",
                networks.isEmpty() ? "–" : Bundled.networks().containsAll(networks) ? "yes" : "no");
    }

    @Test
    void algorithmsThatRefuseAnEnsembleAreNamed() throws IOException {
        Matcher said = REFUSES.matcher(Files.readString(Path.of("../docs/search.md")));
        assertTrue(said.find());
        assertEquals(Algorithms.all().stream().filter(SearchPageTest::refusesAnEnsemble).map(Preset::name).sorted().toList(),
                Page.code(said.group(1)).stream().sorted().toList());
    }

    private static boolean refusesAnEnsemble(Preset preset) {
        FakeTask task = new FakeTask("ddim", 1, 1, 3, 4, 4);
        Grounds grounds = new Grounds(1, null, List.of(1L, 3L, 4L, 4L), new Course.Steps(20), course -> course.schedule(task.sampler(),
                task.path()), 1000, true, new Objective(List.of("one", "other")), 20, 4, 2000);
        try {
            preset.algorithm().begin(grounds);
            return false;
        } catch (IllegalArgumentException refused) {
            assertTrue(refused.getMessage().contains("needs a number for each candidate alone")
                    || refused.getMessage().contains("goes by the gradient"), preset.name() + ": " + refused.getMessage());
            return true;
        }
    }
}
