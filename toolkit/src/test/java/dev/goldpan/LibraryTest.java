package dev.goldpan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.run.Listener;
import dev.goldpan.run.Progress;
import dev.goldpan.run.Stop;
import dev.goldpan.tensor.Png;
import dev.goldpan.verify.PictureScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class LibraryTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static Goldpan tiny() {
        return Goldpan.open(new ModelChoice(Fixtures.path("pipelines/sd15").toString(), null, null, null, null, "cpu", "fp32"));
    }

    private static SearchRequest search(Goldpan goldpan) {
        return goldpan.search("a cat").verifier("jpeg").steps(3).batch(2).budget(6);
    }

    @Test
    void whatThePagesShowIsWhatIsRunHere() throws IOException {
        String code = Files.readString(Path.of("src/test/java/dev/goldpan/LibraryExamples.java")).replaceAll("\\s+", "");
        int blocks = 0;
        for (String page : List.of("../docs/library.md", "../README.md")) {
            Matcher shown = JAVA.matcher(Files.readString(Path.of(page)));
            while (shown.find()) {
                assertTrue(code.contains(shown.group(1).replaceAll("\\s+", "")), page + ": " + shown.group(1));
                blocks++;
            }
        }
        assertTrue(blocks >= 3, "blocks of Java in the pages: " + blocks);
    }

    @Test
    void theExamplesWork() throws IOException {
        LibraryExamples.tenLines(folder.resolve("best.png"));
        assertEquals(128, Png.decode(Files.readAllBytes(folder.resolve("best.png"))).getWidth());
        try (Goldpan goldpan = Goldpan.open()) {
            Found bears = LibraryExamples.watched(goldpan, folder);
            assertEquals(8, bears.seen().size());
            assertEquals(2, bears.winners().size());
            assertTrue(Files.exists(folder.resolve("bear/grid.png")));
            Found dark = LibraryExamples.ownVerifier(goldpan);
            double best = dark.best().score("dark");
            assertTrue(dark.seen().stream().allMatch(picture -> picture.score("dark") <= best));
            assertTrue(dark.best().score("jpeg") < 0);
        }
    }

    @Test
    void aSearchInMemoryFindsWhatOneInAFolderDoes() {
        try (Goldpan goldpan = tiny()) {
            Found held = search(goldpan).run();
            Found written = search(goldpan).folder(folder.resolve("run")).run();
            Found resumed = goldpan.resume(folder.resolve("run"), new Listener() {});
            assertArrayEquals(held.best().png(), written.best().png());
            assertArrayEquals(held.best().png(), resumed.best().png());
            assertEquals(held.result().ranked(), written.result().ranked());
            assertEquals(0, held.seen().get(0).seed().orElseThrow());
        }
    }

    @Test
    void aListenerMayCancelAndSoMayAnotherThread() {
        try (Goldpan goldpan = tiny()) {
            List<Integer> heard = new ArrayList<>();
            SearchRequest request = search(goldpan);
            Found found = request.listener(new Listener() {
                @Override
                public void evaluated(Progress progress) {
                    heard.add(progress.candidates());
                    request.cancel();
                }
            }).run();
            assertEquals(List.of(2), heard);
            assertEquals(Stop.Cause.CANCELLED, found.result().stopped().cause());
            assertEquals(1, found.winners().size());
            SearchRequest never = search(goldpan);
            never.cancel();
            assertThrows(CancellationException.class, never::run);
        }
    }

    @Test
    void mistakesAreSaidInOneLine() {
        try (Goldpan goldpan = tiny()) {
            assertTrue(wrong(goldpan.search("a cat")).contains("--verifier: name one"));
            assertTrue(wrong(search(goldpan).algorithm("randm")).contains("did you mean 'random'"));
            assertTrue(wrong(search(goldpan).heldOut("jpg")).contains("did you mean 'jpeg'"));
            assertTrue(wrong(search(goldpan).budget(6).batch(0)).contains("batch"));
            assertThrows(IllegalArgumentException.class, () -> goldpan.lend(new PictureScore("clip", (picture, prompt) -> 1)));
            assertThrows(IllegalArgumentException.class, () -> goldpan.lend(new PictureScore("a,b", (picture, prompt) -> 1)));
            assertFalse(Files.exists(folder.resolve("run")));
        }
    }

    private static String wrong(SearchRequest request) {
        String message = assertThrows(IllegalArgumentException.class, request::run).getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }
}
