package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.verify.TinyVerifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a search looks, how it ends, what it says in advance, and programs as verifiers. */
@ExtendWith(OneThread.class)
class SearchOptionsTest {
    /** Takes the id out of a request. */
    private static final String PROGRAM = "while IFS= read -r line; do id=${line#*\\\"id\\\":}; id=${id%%,*}; ";

    @TempDir
    private Path folder;
    private TinySearch tiny;

    @BeforeEach
    void begin() {
        tiny = new TinySearch(folder);
    }

    @Test
    void aPlanSaysWhatItWouldCostAndDoesNothing() {
        Told told = tiny.done("run", "--budget", "6", "--guidance", "3", "--plan");
        assertTrue(told.out().startsWith("one candidate: 3 NFE, 6 network forwards, "), told.out());
        assertTrue(told.out().contains("the search: at most 18 NFE, about 6 candidates, "), told.out());
        assertFalse(Files.exists(tiny.file("run")));
        assertTrue(tiny.done("run", "--until", "5", "--plan").out().contains("does not depend on a number of evaluations"));
        assertTrue(tiny.done("run", "--seconds", "5", "--plan").out().matches("(?s).*the search: at most 5.0 seconds, about \\d+ candidates,"
                + " [45] s\n"));
        assertTrue(tiny.done("run", "--candidates", "4", "--forwards", "18", "--guidance", "3", "--plan").out()
                .contains("the search: at most 4 candidates and 18 forwards, about 3 candidates, "));
    }

    @Test
    void aBatchIsNoLargerThanWhatIsPaid() {
        for (int pair = 1; pair <= 2; pair++) {
            String plan = Told.done("search", "a cat", "--model", TinySearch.model(), "--precision", "fp32", "--verifier", "jpeg", "--sampler",
                    "ddim", "--steps", "3", "--nfe", "6", "--guidance", "3", "--pair", Integer.toString(pair), "--plan").out();
            assertTrue(plan.contains("measured on a batch of " + 2 / pair), plan);
        }
    }

    @Test
    void aPlanCountsAsTheBudgetDoes() {
        String pairs = tiny.done("run", "--budget", "6", "--guidance", "3", "--pair", "2", "--plan").out();
        assertTrue(pairs.startsWith("one candidate: 6 NFE, 6 network forwards, "), pairs);
        assertTrue(pairs.contains("the search: at most 36 NFE, about 6 candidates, "), pairs);
        String last = tiny.done("run", "--budget", "5", "--guidance", "3", "--pair", "2", "--search-steps", "2", "--plan").out();
        assertTrue(last.contains("the search: at most 26 NFE, about 5 candidates and 6 NFE for the last run, "), last);
    }

    @Test
    void picturesOfAnotherModelAreNotShownToTheBundledNetworks() throws IOException {
        String why = "needs a network, and the bundled one knows only the pictures of the bundled model, not those of ";
        for (String name : List.of("clip", "jpeg,siglip", "ensemble:jpeg+preference", "jpeg,ensemble:jpeg+aesthetic", "dino-ssl")) {
            Told told = tiny.refused(why, "--verifier", name);
            assertTrue(told.err().contains("give the folder of your own with --verifiers DIR"), told.err());
        }
        Told preset = Told.run("search", "a cat", "--model", TinySearch.model(), "--preset", "ma2025-zo", "--out", folder.toString());
        assertTrue(preset.exitCode() == 2 && preset.err().contains("'aesthetic' " + why), preset.err());
        assertFalse(Files.exists(tiny.file("refused")));
        TinyVerifiers.in(folder.resolve("verifiers"));
        tiny.done("own", "--verifier", "clip,jpeg", "--verifiers", folder.resolve("verifiers").toString(), "--budget", "2");
        assertTrue(tiny.json("own").at("/ranked/0/scores/clip").isNumber());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aProgramThatIsNotThereEndsTheSearch() {
        Told told = tiny.ended("run", "--until", "1", "--verifier", "exec:./no-such-scorer");
        assertEquals(1, told.exitCode(), told.err());
        assertTrue(told.err().contains("warning: no candidate of the first batch has a score: exec:./no-such-scorer: "), told.err());
        assertTrue(told.err().contains("nothing was chosen") && told.err().contains("'goldpan resume " + tiny.file("run")), told.err());
        assertTrue(told.out().contains("6 scores are missing because a verifier failed; run.json says why, of the first: exec:"), told.out());
        assertEquals("no_scores", tiny.json("run").at("/stopped/cause").asText());
        assertTrue(Files.exists(tiny.file("run/grid.png")) && Files.notExists(tiny.file("run/best.png")), "nothing is best without a score");
        assertTrue(tiny.json("run").path("winners").isEmpty() && tiny.json("run").path("ranked").size() == 6);
        Told budget = tiny.ended("budget", "--budget", "2", "--verifier", "exec:./no-such-scorer");
        assertEquals(1, budget.exitCode(), budget.err());
        assertEquals("budget", tiny.json("budget").at("/stopped/cause").asText());
    }

    @Test
    void aSearchAroundAPictureStaysNearItsNoise() {
        tiny.done("run", "--budget", "4", "--seed", "40");
        long seed = tiny.json("run").at("/winners/0/candidate/recipe/seed").asLong();
        tiny.done("near", "--budget", "4", "--around", tiny.file("run/best.png").toString(), "--radius", "0.4");
        for (JsonNode entry : tiny.json("near").get("ranked")) {
            JsonNode recipe = entry.at("/candidate/recipe");
            assertEquals("neighbour", recipe.get("type").asText());
            assertEquals(1 - 0.4 * 0.4 / 2, recipe.get("tau").asDouble(), 1e-12); // a chord of 0.4 on the unit sphere
            assertTrue(recipe.toString().contains("\"seed\":" + seed), recipe.toString());
        }
        String picture = tiny.file("run/best.png").toString();
        tiny.refused("--radius", "--around", picture, "--radius", "1.5");
        tiny.refused("no such file", "--around", tiny.file("nothing.png").toString());
        tiny.refused("no recipe of goldpan's", "--around", tiny.file("run/grid.png").toString());
    }

    @Test
    void whatIsNoPictureIsNamed() throws IOException {
        Path photo = Files.writeString(tiny.file("photo.jpg"), "no PNG");
        tiny.refused("--around: " + photo + ": PNG: this is no PNG file", "--around", photo.toString());
        tiny.refused("--around: " + folder + ": cannot be read", "--around", folder.toString());
        Told.refused(photo + ": PNG: this is no PNG file", "replay", photo.toString());
    }

    @Test
    void whatNobodyWouldHearIsRefused() {
        tiny.refused("--radius: is of a neighbourhood; name the picture that it is of with --around", "--radius", "0.2");
        tiny.refused("--tokens: goes with a loss; give one with --loss, --verifier or --guide", "--tokens", "cat");
        tiny.refused("--variant: goes with a loss", "--variant", "paper", "--verifier", "ensemble:jpeg+jpeg-large");
        tiny.refused("--slice: goes with a loss", "--slice", "words");
        tiny.refused("has one text encoder", "--prompt2", "a dog");
        tiny.refused("has its own", "--tokenizer", folder.toString());
    }

    @Test
    void itEndsWhenItHasFoundEnough() {
        tiny.done("until", "--until", "-1e9");
        assertEquals("target", tiny.json("until").at("/stopped/cause").asText());
        assertEquals(2, tiny.json("until").get("candidates").asInt());
        tiny.done("gain", "--gain", "1e9");
        assertEquals("plateau", tiny.json("gain").at("/stopped/cause").asText());
        assertEquals(8, tiny.json("gain").get("candidates").asInt()); // the fewest from which anything is foreseen
        tiny.done("seconds", "--seconds", "0.5");
        assertEquals("another candidate would exceed 0.5 seconds", tiny.json("seconds").at("/stopped/reason").asText());
        tiny.refused("gain: ", "--gain", "0.1", "--algorithm", "zo-2");
        tiny.refused("until: ", "--until", "0.1", "--verifier", "ensemble:jpeg+jpeg-large");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aCommandMayHaveCommasInIt() throws IOException {
        Path program = Files.writeString(tiny.file("score.sh"), PROGRAM + "echo '{\"id\":'$id',\"score\":'$1'}'; done\n");
        tiny.done("run", "--budget", "2", "--verifier", "jpeg,exec:sh " + program + " 3 a,b");
        assertEquals(3, tiny.json("run").at("/ranked/0/scores").path("exec:sh " + program + " 3 a,b").asInt());
        tiny.refused("empty name", "--verifier", "jpeg,,clip");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aProgramThatHangsComplainsOrCannotCountLosesOnlyThoseCandidates() throws IOException {
        Path program = Files.writeString(tiny.file("moody.sh"), PROGRAM + """
                case $id in
                0) sleep 60 ;;
                1) echo '{"id":1,"error":"no face found"}' ;;
                2) echo '{"id":2,"score":NaN}' ;;
                *) echo '{"id":'$id',"score":0.'$id'}' ;;
                esac
                done
                """);
        Told told = tiny.done("run", "--budget", "6", "--patience", "1", "--verifier", "exec:sh " + program);
        JsonNode run = tiny.json("run");
        assertEquals(6, run.get("candidates").asInt());
        assertEquals(3, run.get("failures").asInt());
        assertEquals(5, run.at("/winners/0/candidate/recipe/seed").asInt());
        String ranked = run.get("ranked").toString();
        assertTrue(ranked.contains("did not answer within 1.0 s") && ranked.contains("no face found") && ranked.contains("no JSON object"),
                ranked);
        assertTrue(told.out().contains("3 scores are missing because a verifier failed"), told.out());
    }
}
