package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.tensor.Png;
import dev.goldpan.fixtures.OwnCache;
import dev.goldpan.verify.llm.ChatStub;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    private Path folder;

    private Path set(String name, int from, int count, int colours) throws IOException {
        Path into = Files.createDirectories(folder.resolve(name));
        for (int i = from; i < from + count; i++) {
            BufferedImage picture = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 128 * 128; pixel++) {
                int stripe = pixel / 128 / 16 * (i + 1) % colours;
                picture.setRGB(pixel % 128, pixel / 128, Color.HSBtoRGB(stripe / (float) colours, 1, 0.5f + i % 5 * 0.1f));
            }
            Files.write(into.resolve("picture-" + i + ".png"), Png.encode(picture, Map.of("goldpan", "{\"prompt\":\"a cat and a dog\"}")));
        }
        return into;
    }

    @Test
    void twoFoldersAreCompared() throws IOException {
        Path one = set("one", 0, 10, 7);
        Path other = set("other", 2, 10, 1);
        JsonNode told = new ObjectMapper().readTree(Told.done("metrics", one.toString(), other.toString(), "--verifier", "jpeg",
                "--json").out());
        JsonNode set = told.at("/set/values");
        assertEquals(10, told.at("/pictures").asInt());
        assertTrue(set.get("fid").asDouble() > 0 && set.get("fid of half").isNumber() && set.has("kid") && set.has("is"), set.toString());
        assertTrue(set.get("diversity").asDouble() > set.get("diversity of the reference").asDouble(), set.toString());
        JsonNode score = told.at("/scores/0");
        assertEquals(8, score.get("pairs").asInt());
        assertEquals(0.5 / 8, score.at("/wins/0").asDouble(), "one colour needs fewer bytes, and picture 6 has one in both: a draw");
        JsonNode alone = new ObjectMapper().readTree(Told.done("metrics", one.toString(), "--json").out()).at("/set/values");
        assertTrue(alone.get("fid").asDouble() > 0 && !alone.has("kid"), "to the statistics beside the network: " + alone);
        String people = Told.done("metrics", one.toString(), "--convention", "adm").out();
        assertTrue(people.contains("convention adm") && !people.contains("fid"), people);
    }

    @Test
    void bundledNetworksSayWhatTheyNeverSaw() throws IOException {
        Path one = set("one", 0, 3, 7);
        assertTrue(Told.done("metrics", one.toString(), "--no-set", "--verifier", "clip").err().isEmpty());
        Files.write(one.resolve("picture-9.png"), Png.encode(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB),
                Map.of("goldpan", "{\"prompt\":\"a castle\"}")));
        String told = Told.done("metrics", one.toString(), "--no-set", "--verifier", "clip").err();
        assertTrue(told.startsWith("goldpan: warning: 1 of 4 pictures in " + one), told);
        assertTrue(Told.done("metrics", one.toString(), "--no-set", "--verifier", "jpeg").err().isEmpty(), "jpeg needs no network");
    }

    @Test
    void aLanguageModelAnswersForFinishedPictures() throws IOException {
        Path one = set("one", 0, 2, 5);
        String answer = "{\"subject_1\":{\"reason\":\"r\",\"appears\":true,\"recognisable\":true},"
                + "\"subject_2\":{\"reason\":\"r\",\"appears\":true,\"recognisable\":false},\"content_mixture\":false}";
        try (OwnCache own = new OwnCache(folder.resolve("cache")); ChatStub stub = new ChatStub(ChatStub.says(answer))) {
            String name = "llm:" + stub.address("&rubric=subjects");
            JsonNode scores = new ObjectMapper().readTree(Told.done("metrics", one.toString(), "--no-set", "--json", "--verifier", name)
                    .out()).get("scores");
            assertEquals(5, scores.size());
            assertEquals(name + " recognisability", scores.at("/2/name").asText());
            assertEquals(2.0 / 3, scores.at("/0/mean/0").asDouble(), 1e-12);
            assertEquals(0, scores.at("/2/mean/0").asDouble());
        }
    }

    @Test
    void benchmarksMarkWhatTheWorldCanSay() throws IOException {
        String one = set("one", 0, 2, 5).toString();
        JsonNode scores = new ObjectMapper().readTree(Told.done("metrics", one, "--no-set", "--json", "--benchmark", "geneval").out())
                .get("scores");
        assertEquals("geneval two_object (2)", scores.at("/0/name").asText());
        assertEquals(0, scores.at("/0/mean/0").asDouble(), "stripes are neither");
        assertEquals("geneval", scores.at("/1/name").asText());
        Told.refused("in none of T2I-CompBench's categories", "metrics", one, "--no-set", "--benchmark",
                "t2i-compbench");
        Told.refused("--benchmark: 'genval'", "metrics", one, "--no-set", "--benchmark", "genval");
    }

    @Test
    void mistakesAreSaidInOneLine() throws IOException {
        Told.refused("there is no such folder", "metrics", folder.resolve("none").toString());
        Told.refused("there are no PNG files", "metrics", folder.toString());
        String one = set("one", 0, 2, 5).toString();
        Told.refused("from 8 on", "metrics", one);
        Told.refused("--convention: 'fid'", "metrics", one, "--convention", "fid");
        Told.refused("does not score finished pictures one by one", "metrics", one, "--no-set", "--verifier", "is");
        Told.refused("llm: calls must be", "metrics", one, "--no-set", "--verifier", "llm:x?calls=0");
        Files.write(folder.resolve("one/broken.png"), new byte[] {1, 2, 3});
        Told.refused("broken.png", "metrics", one);
    }
}
