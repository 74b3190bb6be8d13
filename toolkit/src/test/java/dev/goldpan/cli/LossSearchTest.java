package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.model.PictureText;
import dev.goldpan.tensor.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search and guidance by losses of the model's own attention. */
@ExtendWith(OneThread.class)
class LossSearchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROMPT = "a cat and a red balloon";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"conform", "initno", "self-cross", "attend-excite", "initno+self-cross"})
    void ranksNoisesAndFinishesTheBest(String loss) throws IOException {
        Told told = search("run", "--loss", loss, "--n", "5", "--batch", "2");
        assertTrue(told.err().contains("subjects: cat; red balloon"), told.err());
        JsonNode run = json("run");
        assertEquals(5, run.get("candidates").asInt());
        assertEquals(5, run.at("/cost/forwards").asInt(), "losses that are asked together share each pass");
        assertEquals(5, run.at("/cost/nfe").asInt());
        assertEquals(5 * loss.split("\\+").length, run.at("/cost/verifications").asInt());
        assertEquals(0, run.at("/cost/decodes").asInt());
        assertEquals(2 * 2 * 2 + 1, run.at("/finalCost/forwards").asInt(), "two guided steps of a batch of two, and the winner's loss");
        assertTrue(Files.exists(folder.resolve("run/best.png")));
        Told again = Told.run("replay", folder.resolve("run/best.png").toString());
        assertEquals("identical: all 16384 pixels\n", again.out(), again.err());
    }

    @Test
    void noEvaluationsAreThePlainSeed() throws IOException {
        search("run", "--loss", "conform", "--n", "0", "--seed", "7");
        assertEquals(7, json("run").at("/winners/0/candidate/recipe/seed").asInt());
        assertEquals(1, json("run").get("candidates").asInt());
    }

    @Test
    void aLossIsAVerifierLikeAnyOther() throws IOException {
        search("run", "--verifier", "initno,clip", "--candidates", "4");
        JsonNode run = json("run");
        double best = run.at("/ranked/0/scores/initno").asDouble();
        run.get("ranked").forEach(entry -> assertTrue(entry.at("/scores/initno").asDouble() <= best));
        assertTrue(run.at("/winners/0/scores").has("clip"));
        search("zo", "--verifier", "conform", "--algorithm", "zo-2", "--candidates", "5");
        assertEquals(5, json("zo").get("candidates").asInt());
        search("budget", "--verifier", "conform", "--nfe", "9", "--steps", "3");
        assertEquals(6, json("budget").get("candidates").asInt(), "each costs one evaluation, and the final run three");
    }

    @ParameterizedTest
    @CsvSource({"initno,20,3,7", "self-cross,4,4,1", "initno,1,2,1"})
    void optimisesNoiseWithinTheBudgetOfThePaper(String loss, int n, int each, int noises) throws IOException {
        search("run", "--loss", loss, "--n", "" + n, "--optimise=" + each);
        JsonNode run = json("run");
        assertTrue(run.get("candidates").asInt() <= noises);
        boolean passed = run.at("/stopped/cause").asText().equals("target");
        assertEquals(passed || run.get("candidates").asInt() == noises, true, run.at("/stopped/reason").asText());
        assertTrue(run.at("/cost/backwards").asInt() <= run.get("candidates").asInt() * each);
        assertEquals("optimised", run.at("/winners/0/candidate/recipe/type").asText());
        Told again = Told.run("replay", folder.resolve("run/best.png").toString());
        assertEquals("identical: all 16384 pixels\n", again.out(), again.err());
        Told resumed = Told.run("resume", folder.resolve("run").toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(run.get("ranked"), json("run").get("ranked"));
    }

    /** On a small random checkpoint, whose attention is even enough for every loss to have a gradient. */
    @ParameterizedTest
    @ValueSource(strings = {"conform", "initno", "self-cross", "attend-excite"})
    void guidedPicturesAreMadeAgainToTheLastBit(String loss) throws IOException {
        List<String> fallback = loss.equals("conform") ? List.of("--fallback", "article") : List.of();
        List<String> usual = new ArrayList<>(List.of("--model", Fixtures.path("pipelines/sd15").toString(), "--steps", "4"));
        usual.addAll(fallback);
        List<String> made = new ArrayList<>(List.of("generate", "--prompt", PROMPT, "--guide", loss, "--out", folder.toString(),
                "--precision", "fp32"));
        made.addAll(usual);
        Told told = Told.run(made.toArray(String[]::new));
        assertEquals(0, told.exitCode(), told.err());
        assertTrue(told.err().contains("subjects: cat; red balloon"), told.err());
        Path picture = folder.resolve("a-cat-and-a-red-balloon-0.png");
        List<String> searched = new ArrayList<>(List.of("--verifier", "jpeg", "--budget", "1", "--batch", "1", "--guide", loss));
        searched.addAll(usual);
        search("run", searched.toArray(String[]::new));
        String recipe = Png.text(Files.readAllBytes(picture)).get(PictureText.RECIPE);
        assertEquals(loss.equals("conform"), recipe.contains("\"fallback\":\"article\""), recipe);
        JsonNode run = json("run");
        assertTrue(run.at("/cost/backwards").asInt() > 0);
        assertTrue(run.at("/cost/forwards").asInt() > 2 * 4);
        assertArrayEquals(pixels(picture), pixels(folder.resolve("run/best.png")), "a search guides as generate does");
        Told found = Told.run("replay", picture.toString());
        assertEquals("identical: all 2304 pixels\n", found.out(), found.err());
        made.set(4, "conform".equals(loss) ? "initno" : "conform");
        made.set(6, folder.resolve("other").toString());
        made.removeAll(fallback);
        Told other = Told.run(made.toArray(String[]::new));
        assertEquals(0, other.exitCode(), other.err());
        assertFalse(Arrays.equals(pixels(picture), pixels(folder.resolve("other/a-cat-and-a-red-balloon-0.png"))));
    }

    private static int[] pixels(Path png) throws IOException {
        BufferedImage image = Png.decode(Files.readAllBytes(png));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void whatLossesCannotDoIsOneLine() {
        refused("conform compares subjects and this prompt has one (cat)", "a cat", "--loss", "conform");
        refused("--tokens: \"dog\" is not in the prompt", PROMPT, "--loss", "conform", "--tokens", "cat; dog");
        refused("is cut off", "a cat and " + "a red cat and ".repeat(6) + "a dog", "--loss", "initno");
        refused("there is no loss 'confrom'; did you mean 'conform'", PROMPT, "--loss", "confrom");
        refused("there is no loss ''", PROMPT, "--loss", "conform+");
        refused("--variant: 'book' is not known; use code or paper", PROMPT, "--loss", "conform", "--variant", "book");
        refused("--variant: conform is computed in one way", PROMPT, "--loss", "conform", "--variant", "paper");
        refused("--fallback: 'none' is not known; use similarity, article or zero", PROMPT, "--loss", "conform", "--fallback", "none");
        refused("--fallback: is of conform, which is not asked", PROMPT, "--loss", "initno", "--fallback", "zero");
        refused("--fallback: goes with a loss", PROMPT, "--verifier", "jpeg", "--fallback", "zero");
        refused("--n: goes with a loss", PROMPT, "--n", "4");
        refused("--n: -1 evaluations", PROMPT, "--loss", "conform", "--n", "-1");
        refused("--optimise: follows one loss that says when a noise is good enough, not 'conform'", PROMPT, "--loss", "conform",
                "--optimise");
        refused("--optimise: follows one loss", PROMPT, "--loss", "initno+conform", "--optimise");
        refused("looks at predictions on the way", PROMPT, "--loss", "initno", "--algorithm", "fk", "--eta", "1", "--sampler", "ddim");
        refused("there is no loss 'initnow'", PROMPT, "--verifier", "jpeg", "--guide", "initnow");
        refused("self-cross compares subjects", "a cat", "--verifier", "jpeg", "--guide", "self-cross");
        refused("--guide: first-order goes back by the gradient", PROMPT, "--verifier", "clip", "--algorithm", "first-order", "--guide",
                "conform");
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    private void refused(String why, String prompt, String... options) {
        List<String> all = new ArrayList<>(List.of("search", prompt, "--out", folder.resolve("refused").toString(), "--steps", "2"));
        all.addAll(List.of(options));
        Told told = Told.run(all.toArray(String[]::new));
        assertEquals(2, told.exitCode(), told.out() + told.err());
        List<String> lines = told.err().lines().filter(line -> !line.contains("warning: ") && !line.contains("subjects: ")).toList();
        assertEquals(1, lines.size(), told.err());
        assertTrue(lines.get(0).contains(why), told.err());
    }

    private Told search(String run, String... options) {
        List<String> all = new ArrayList<>(List.of("search", PROMPT, "--out", folder.resolve(run).toString(), "--precision", "fp32"));
        List<String> given = List.of(options);
        if (!given.contains("--steps")) {
            all.addAll(List.of("--steps", "2"));
        }
        if (!given.contains("--verifier") && !given.contains("--loss")) {
            throw new IllegalArgumentException("name what steers");
        }
        all.addAll(given);
        Told told = Told.run(all.toArray(String[]::new));
        assertEquals(0, told.exitCode(), told.err());
        return told;
    }

    private JsonNode json(String run) throws IOException {
        return JSON.readTree(folder.resolve(run).resolve("run.json").toFile());
    }
}
