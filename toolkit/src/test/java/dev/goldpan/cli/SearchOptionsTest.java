package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldpan.fixtures.OneThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertTrue(tiny.done("run", "--seconds", "5", "--plan").out().contains("does not depend on a number of evaluations"));
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
