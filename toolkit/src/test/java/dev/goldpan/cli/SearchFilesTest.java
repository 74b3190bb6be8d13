package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Limits;
import dev.goldpan.run.Progress;
import dev.goldpan.run.Setup;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Budget;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Course;
import dev.goldpan.search.Outlook;
import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.Png;
import dev.goldpan.tensor.Safetensors;
import dev.goldpan.verify.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a search leaves for other programs and for the eye, what it says meanwhile, and papers' set-ups. */
@ExtendWith(OneThread.class)
class SearchFilesTest {
    @TempDir
    private Path folder;
    private TinySearch tiny;

    @BeforeEach
    void begin() {
        tiny = new TinySearch(folder);
    }

    @Test
    void aSeedIsTakenHomeAsASeed() throws IOException {
        Told told = tiny.done("run", "--budget", "3", "--sampler", "euler-karras", "--negative", "a \"dog\"", "--seed", "7");
        long seed = tiny.json("run").at("/winners/0/candidate/recipe/seed").asLong();
        String script = Files.readString(tiny.file("run/best.py"));
        assertTrue(script.contains("EulerDiscreteScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)"), script);
        assertTrue(script.contains("pipe(\"a cat\", negative_prompt=\"a \\\"dog\\\"\", height=48, width=48, num_inference_steps=3, "
                + "guidance_scale=7.5, generator=torch.Generator(\"cpu\").manual_seed(" + seed + "))"), script);
        assertTrue(told.out().contains(script.indent(2)), told.out());
        assertTrue(told.out().contains("Steps: 3, Sampler: Euler Karras, CFG scale: 7.5, Seed: " + seed), told.out());
    }

    @Test
    void otherNoiseIsTakenHomeAsLatents() throws IOException {
        Told told = tiny.done("run", "--algorithm", "zo-2", "--budget", "4", "--steps", "4", "--search-steps", "2");
        String script = Files.readString(tiny.file("run/best.py"));
        assertTrue(script.contains("num_inference_steps=4") && script.contains("latents=load_file(\"latents.safetensors\")"), script);
        assertTrue(told.out().contains("latents.safetensors is float32, [1, 4, 6, 6], standard normal"), told.out());
        assertFalse(told.out().contains("AUTOMATIC1111"), told.out());
        try (Safetensors latents = Safetensors.open(tiny.file("run/latents.safetensors"))) {
            assertEquals("[1, 4, 6, 6]", Arrays.toString(latents.shape("latents")));
        }
        tiny.done("copies", "--algorithm", "fk", "--eta", "1", "--steps", "8", "--budget", "4");
        boolean noise = tiny.json("copies").at("/winners/0/candidate/recipe/type").asText().equals("fresh");
        assertEquals(noise, Files.exists(tiny.file("copies/best.py")));
    }

    @Test
    void theCurveIsDrawnWhereScoresAreComparable() throws IOException {
        tiny.done("run", "--budget", "8");
        JsonNode run = tiny.json("run");
        assertEquals(8, run.get("expectedBest").size());
        double mean = 0;
        for (JsonNode entry : run.get("ranked")) {
            mean += entry.at("/scores/jpeg").asDouble() / 8;
        }
        assertEquals(mean, run.at("/expectedBest/0").asDouble(), 1e-9);
        assertEquals(run.at("/winners/0/scores/jpeg").asDouble(), run.at("/expectedBest/7").asDouble(), 1e-9);
        assertEquals(760, Png.decode(Files.readAllBytes(tiny.file("run/scaling.png"))).getWidth());
        assertTrue(Files.readString(tiny.file("run/scaling.svg")).contains("expected best of n = 1 to 8"));
        tiny.done("dependent", "--algorithm", "zo-2", "--budget", "4");
        assertEquals(0, tiny.json("dependent").get("expectedBest").size());
        assertFalse(Files.readString(tiny.file("dependent/scaling.svg")).contains("expected"));
        tiny.done("ensemble", "--budget", "4", "--verifier", "ensemble:jpeg+jpeg-large");
        assertFalse(Files.exists(tiny.file("ensemble/scaling.png")));
    }

    @Test
    void howItStandsIsSaidInALine() {
        Outlook outlook = new Outlook(new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8});
        Progress progress = progress(8, new Cost(240, 240, 480, 0, 8, 0, 8, 12.4), null, 0.8, outlook);
        assertEquals(String.format(Locale.ROOT, "best 0.8000 of 8, x2: +%.4f in 12 s, 240 NFE, 19.4 NFE/s", outlook.gainOfDoubling()),
                SearchDisplay.message(progress, List.of("clip")));
        assertTrue(outlook.gainOfDoubling() > 0.01);
        assertEquals("best 0.2500 of 2, 0 NFE", SearchDisplay.message(progress(2, Cost.NONE, null, 0.25,
                new Outlook(new double[] {0.1, 0.25})), List.of("clip")));
        assertEquals("no score of 2, 0 NFE", SearchDisplay.message(progress(2, Cost.NONE, null, Double.NEGATIVE_INFINITY, null),
                List.of("clip")));
        Entry best = new Entry(new Scored(new Candidate(new Recipe.Fresh(1), new Course.Steps(3), 3),
                Map.of("clip", Score.of(0.5), "jpeg", Score.of(-3), "siglip", Score.of(9))), null);
        assertEquals("best clip 0.5000 jpeg -3.0000 of 2, 0 NFE", SearchDisplay.message(progress(2, Cost.NONE, best, 1, null),
                List.of("clip", "jpeg")), "the mean rank of the best alone is always 1");
    }

    private static Progress progress(int candidates, Cost cost, Entry best, double value, Outlook outlook) {
        return new Progress(null, candidates, cost, new Budget.Spend(cost.nfe(), cost.forwards(), candidates, cost.seconds()), best, value,
                outlook);
    }

    @Test
    void whatEndsTheSearchIsCounted() {
        Budget.Spend spent = new Budget.Spend(30, 60, 3, 4.6);
        assertEquals(new SearchDisplay.Limit(30, 90, ""), limit(90L, null, null, 9.0, spent));
        assertEquals(new SearchDisplay.Limit(3, 9, ""), limit(null, null, 9, 9.0, spent));
        assertEquals(new SearchDisplay.Limit(60, 99, "forwards"), limit(null, 99L, null, null, spent));
        assertEquals(new SearchDisplay.Limit(4, 10, "s"), limit(null, null, null, 9.5, spent));
        assertEquals(new SearchDisplay.Limit(30, 0, ""), limit(null, null, null, null, spent));
    }

    private static SearchDisplay.Limit limit(Long nfe, Long forwards, Integer candidates, Double seconds, Budget.Spend spent) {
        return SearchDisplay.limit(new Budget(nfe, forwards, candidates, seconds, 1.0, null, true, 1), spent);
    }

    @Test
    void eightyColumnsHoldTheOutlook() throws InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream screen = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (dev.goldpan.cli.Progress bar = new Terminal(screen, screen, 80).telling("searching", 6400, "")) {
            TimeUnit.MILLISECONDS.sleep(1100); // a bar shows after a second
            bar.at(1280, "best 0.8123 of 128, x2: +0.0120 in 12 s, 1280 NFE, 19.4 NFE/s");
        }
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("x2: +0.0120 in 12 s"), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPresetIsShownAndGivesWay() {
        Told told = tiny.done("run", "--preset", "ma2025-zo", "--budget", "4", "--steps", "2");
        assertTrue(told.err().contains("preset ma2025-zo: --algorithm zo-2 --verifier ensemble:aesthetic+clip+preference --steps 30"
                + " --nfe 2880 (arXiv 2501.09732"), told.err());
        JsonNode spec = tiny.json("run").get("spec");
        assertEquals("zo-2", spec.get("algorithm").asText());
        assertEquals("jpeg", spec.get("verifier").asText()); // given beside it
        assertEquals(2, spec.at("/settings/steps").asInt());
        assertEquals(8, spec.at("/budget/nfe").asInt());
        tiny.done("stochastic", "--preset", "das2025", "--steps", "8", "--guidance", "3");
        JsonNode das = tiny.json("stochastic").get("spec");
        assertEquals(1.0, das.at("/settings/eta").asDouble());
        assertEquals(4 * 8, das.at("/budget/nfe").asInt());
        tiny.refused("did you mean 'ma2025-zo'", "--preset", "ma2025-z");
    }

    @Test
    void limitsBesideAPresetReplaceThoseOfTheirKindOnly() {
        Limits preset = Setup.named("ses2026").limits();
        assertEquals(preset, over(preset));
        assertEquals(new Limits(40, null, null, null, null, 99.0, null, false, 1), over(preset, "--until", "99"));
        assertEquals(new Limits(40, null, null, null, null, null, null, true, 2), over(preset, "--free-final", "--pair", "2"));
        assertEquals(Limits.ofNfe(9), over(preset, "--nfe", "9"));
        assertEquals(Limits.ofImages(3), over(Setup.named("ma2025-zo").limits(), "--budget", "3"));
    }

    private static Limits over(Limits preset, String... options) {
        return CommandLine.populateCommand(new BudgetOptions(), options).over(preset);
    }

    @Test
    void everyPresetNamesWhatThereIs() {
        String list = Told.done("search", "--list").out();
        for (Setup setup : Setup.all()) {
            Algorithms.named(setup.algorithm());
            assertTrue(list.contains("--preset " + setup.name()) && list.contains(setup.options()), setup.name());
        }
        assertTrue(list.contains("\naesthetic    how pleasing the picture is, by a head over CLIP (points; gradient; network aesthetic, clip:"
                + " bundled, for the bundled model)\n"), list);
        assertTrue(list.contains("(cosine; network dino: bundled, for the bundled model)\n")
                && list.contains("(logit; gradient; network pick-score: with --verifiers DIR)\n") && list.contains("\njpeg         how small"), list);
    }
}
