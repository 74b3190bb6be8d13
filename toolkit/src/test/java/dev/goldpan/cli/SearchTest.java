package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.tensor.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code search}, {@code resume} and {@code replay} on a small random checkpoint, and on the bundled model. */
@ExtendWith(OneThread.class)
class SearchTest {
    @TempDir
    private Path folder;
    private TinySearch tiny;

    @BeforeEach
    void begin() {
        tiny = new TinySearch(folder);
    }

    @Test
    void theBestOfSixIsTheBestOfTheRanked() throws IOException {
        tiny.done("run", "--budget", "6");
        JsonNode run = tiny.json("run");
        assertEquals(6, run.get("candidates").asInt());
        assertEquals(18, run.at("/cost/nfe").asInt());
        assertEquals(36, run.at("/cost/forwards").asInt());
        double best = run.at("/ranked/0/scores/jpeg").asDouble();
        for (JsonNode entry : run.get("ranked")) {
            assertTrue(entry.at("/scores/jpeg").asDouble() <= best);
        }
        assertEquals(best, run.at("/curve/2/best").asDouble());
        assertEquals(0, run.at("/base/candidate/recipe/seed").asInt());
        assertArrayEquals(Files.readAllBytes(tiny.file("run").resolve(run.at("/ranked/0/image").asText())),
                Files.readAllBytes(tiny.file("run/best.png")));
        assertTrue(Png.decode(Files.readAllBytes(folder.resolve("run/grid.png"))).getWidth() > 48);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "zo-2", "fk", "paths-2", "ses"})
    void everyPictureIsMadeAgainToTheLastBit(String algorithm) {
        tiny.done("run", "--algorithm", algorithm, "--sampler", "ddim", "--eta", "1", "--steps", "8", "--budget", "6");
        Told told = Told.run("replay", folder.resolve("run/best.png").toString());
        assertEquals(0, told.exitCode(), told.err());
        assertEquals("identical: all 2304 pixels\n", told.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-order", "reno"})
    void noiseThatAGradientMadeIsKeptAndMadeAgain(String algorithm) {
        Told.done("search", "a cat and a red balloon", "--algorithm", algorithm, "--steps", "3", "--budget", "12", "--keep", "2", "--out",
                folder.resolve("run").toString());
        JsonNode run = tiny.json("run");
        assertEquals(3, run.get("candidates").asInt());
        assertEquals(3 * 4 * 3, run.at("/cost/nfe").asInt());
        assertEquals(3 * 2 * 3, run.at("/cost/backwards").asInt());
        String picture = run.at("/winners/0/candidate/recipe/type").asText().equals("optimised") ? "best.png" : "best-2.png";
        String optimised = folder.resolve("run").resolve(picture).toString();
        assertEquals("identical: all 16384 pixels\n", Told.done("replay", optimised).out());
        for (JsonNode entry : run.get("ranked")) {
            assertEquals("identical: all 16384 pixels\n", Told.done("replay", folder.resolve("run").resolve(entry.get("image").asText())
                    .toString()).out());
        }
        Told.done("resume", folder.resolve("run").toString());
        assertEquals(run.get("ranked"), tiny.json("run").get("ranked"));
        Told.done("search", "a cat and a red balloon", "--around", optimised, "--steps", "3", "--budget", "1", "--out",
                folder.resolve("around").toString());
        assertEquals("identical: all 16384 pixels\n", Told.done("replay", folder.resolve("around/best.png").toString()).out());
    }

    @Test
    void aGeneratedPictureIsMadeAgainToo() {
        Told made = Told.run("generate", "--model", TinySearch.model(), "--prompt", "a cat", "--precision", "fp32", "--steps", "3",
                "-n", "3", "--batch", "3", "--out", folder.toString());
        assertEquals(0, made.exitCode(), made.err());
        Told told = Told.run("replay", folder.resolve("a-cat-2.png").toString());
        assertEquals("identical: all 2304 pixels\n", told.out(), told.err());
    }

    @Test
    void whatIsDifferentIsSaid() throws IOException {
        tiny.done("run", "--budget", "4");
        String picture = tiny.file("run/best.png").toString();
        assertEquals("", Told.done("replay", picture, "--batch", "2").err());
        String again = tiny.file("again.png").toString();
        Told other = Told.done("replay", picture, "--batch", "3", "--out", again);
        assertEquals("goldpan: note: the batch is another one: it is 3, then it was 2\n", other.err());
        assertTrue(other.out().matches(again + "\n(identical: all 2304 pixels|\\d+ of 2304 pixels differ, by \\d+ of 255 at most)\n"),
                other.out());
        Told same = Told.done("replay", again);
        assertEquals("identical: all 2304 pixels\n", same.out(), "what is made in another batch says so");
        assertEquals("", same.err());
        BufferedImage changed = Png.decode(Files.readAllBytes(Path.of(picture)));
        changed.setRGB(5, 7, changed.getRGB(5, 7) ^ 4);
        Files.write(tiny.file("changed.png"), Png.encode(changed, Png.text(Files.readAllBytes(Path.of(picture)))));
        assertEquals("1 of 2304 pixels differ, by 4 of 255 at most\n", Told.done("replay", tiny.file("changed.png").toString()).out());
        Told.refused("--batch: 0 is not possible", "replay", picture, "--batch", "0");
    }

    @Test
    void aPictureOfAnotherDeviceIsMadeAgainHere() throws IOException {
        Path picture = folder.resolve("a-cat-0.png");
        Told.done("generate", "--model", TinySearch.model(), "--prompt", "a cat", "--precision", "fp32", "--steps", "3", "--out",
                folder.toString());
        byte[] made = Files.readAllBytes(picture);
        Map<String, String> text = new LinkedHashMap<>(Png.text(made));
        text.put("goldpan", text.get("goldpan").replaceFirst("\"device\":\"[a-z0-9:]+\"", "\"device\":\"cuda:99\""));
        Files.write(picture, Png.encode(Png.decode(made), text));
        Told told = Told.done("replay", picture.toString());
        assertEquals("identical: all 2304 pixels\n", told.out());
        assertTrue(told.err().contains("then it was cuda:99"), told.err());
        Told.refused("cuda:99 is not there", "replay", picture.toString(), "--device", "cuda:99");
    }

    @Test
    void aRecipeThatIsNotOfItsPictureIsNotFollowed() throws IOException {
        Path picture = folder.resolve("foreign.png");
        Map<String, Object> recipe = new LinkedHashMap<>(Map.of("model", TinySearch.model(), "width", 16384, "height", 16384, "steps", 3,
                "batch", 1000));
        write(picture, recipe);
        Told.refused(picture + ": its recipe makes a picture of 16384x16384, and it has 48x48", "replay", picture.toString());
        recipe.putAll(Map.of("width", 48, "height", 48));
        write(picture, recipe);
        Told.refused("batch: 1000 is not possible", "replay", picture.toString());
    }

    private static void write(Path picture, Map<String, Object> recipe) throws IOException {
        Files.write(picture, Png.encode(new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB),
                Map.of("goldpan", new ObjectMapper().writeValueAsString(recipe))));
    }

    @Test
    void theWinnerIsFinishedWithMoreSteps() throws IOException {
        tiny.done("run", "--algorithm", "zo-2", "--search-steps", "2", "--budget", "5");
        JsonNode run = tiny.json("run");
        assertEquals(2, run.at("/ranked/0/candidate/course/steps").asInt());
        assertEquals(3, run.at("/winners/0/candidate/course/steps").asInt());
        assertTrue(run.at("/cost/nfe").asInt() + run.at("/finalCost/nfe").asInt() <= 5 * 2 + 3);
        assertTrue(Files.size(folder.resolve("run/latents.safetensors")) > 4 * 24 * 24 / 4);
    }

    @Test
    void aFinishedRunIsReadAgainAndAnotherIsNotBegunThere() throws IOException {
        tiny.done("run", "--budget", "4");
        byte[] best = Files.readAllBytes(folder.resolve("run/best.png"));
        JsonNode before = tiny.json("run");
        Told again = Told.run("resume", folder.resolve("run").toString());
        assertEquals(0, again.exitCode(), again.err());
        assertArrayEquals(best, Files.readAllBytes(folder.resolve("run/best.png")));
        assertEquals(before.get("ranked"), tiny.json("run").get("ranked"));
        Told other = Told.run("search", "a cat", "--model", TinySearch.model(), "--verifier", "jpeg", "--out",
                folder.resolve("run").toString());
        assertEquals(2, other.exitCode());
        assertTrue(other.err().contains("holds a run already"), other.err());
    }

    @Test
    void whatCannotBeSearchedIsRefusedInOneLine() {
        tiny.refused("did you mean 'random'", "--algorithm", "randm");
        tiny.refused("did you mean 'jpeg'", "--verifier", "jpg");
        tiny.refused("copies trajectories", "--algorithm", "fk");
        tiny.refused("jpeg does not give; steer by one of clip", "--algorithm", "first-order");
        tiny.refused("needs a number for each candidate alone", "--algorithm", "fk", "--eta", "1", "--verifier",
                "ensemble:jpeg+jpeg-large");
        tiny.refused("population", "--verifiers", folder.toString(), "--verifier", "fid");
        tiny.refused("counts the same as --nfe", "--budget", "4", "--nfe", "9");
        tiny.refused("has no setting 'neighbors'", "--algorithm", "zo-2", "--set", "neighbors=3");
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    @Test
    void theBundledModelNeedsNothingAndKnowsItsWords() throws IOException {
        Told told = Told.run("search", "a cat and a gryphon", "--budget", "2", "--steps", "2", "--out", folder.resolve("mini").toString());
        assertEquals(0, told.exitCode(), told.err());
        assertTrue(told.err().contains("does not know 'gryphon'"), told.err());
        assertTrue(told.err().contains("zebra"), told.err());
        assertEquals(128, Png.decode(Files.readAllBytes(folder.resolve("mini/best.png"))).getWidth());
        Told known = Told.run("search", "a cat and a red balloon", "--budget", "2", "--steps", "2", "--out",
                folder.resolve("known").toString());
        assertFalse(known.err().contains("warning"), known.err());
        assertTrue(known.out().contains("judge"), known.out());
        assertTrue(tiny.json("known").at("/winners/0/judge").has("existence"));
    }
}
