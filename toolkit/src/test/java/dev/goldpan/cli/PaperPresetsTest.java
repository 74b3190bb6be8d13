package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.fixtures.OwnCache;
import dev.goldpan.run.Workshop;
import dev.goldpan.run.sweep.SweepPlan;
import dev.goldpan.run.sweep.SweepPresets;
import dev.goldpan.run.sweep.SweepReader;
import dev.goldpan.verify.TinyVerifiers;
import dev.goldpan.verify.llm.ChatStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The set-ups of the papers, from spec to report, on small random checkpoints of their classes: fewer prompts, noises and steps. */
@ExtendWith(OneThread.class)
class PaperPresetsTest {
    private static final Pattern SUBJECT = Pattern.compile("(?m)^(subject_\\d+):");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"plateau-sd15, sd15", "plateau-sd21, sd21", "plateau-sdxl, sdxl", "plateau-steps, sd15", "plateau-external, sd15",
        "plateau-inspection, sd15", "plateau-next, sd15"})
    void runsToItsReport(String preset, String model) throws IOException {
        try (OwnCache own = new OwnCache(folder.resolve("cache")); ChatStub stub = ChatStub.byQuestion(PaperPresetsTest::answer)) {
            Path spec = folder.resolve("spec.yaml");
            Files.writeString(spec, small(SweepPresets.named(preset), stub));
            String out = folder.resolve("out").toString();
            Told.done("sweep", spec.toString(), "--model", Fixtures.path("pipelines/" + model).toString(), "--out", out);
            Told.done("report", out);
            String tables = Files.readString(folder.resolve("out/report/tables.md"));
            for (String question : new String[] {"existence", "recognisability", "not a mixture", "all three"}) {
                assertTrue(tables.contains(question + " (seer)"), question + " is not in\n" + tables);
            }
        }
    }

    /** The specs as they are, on small checkpoints of their classes: all of what they ask is possible. N = 0 and 1 are one search. */
    @ParameterizedTest
    @CsvSource({"plateau-sd15, sd15, 14736, 1999184", "plateau-sd21, sd21, 14736, 1999184", "plateau-sdxl, sdxl, 14736, 1999184",
        "plateau-steps, sd15, 264, 92400", "plateau-external, sd15, 396, 347556", "plateau-inspection, sd15, 20, 1510",
        "plateau-next, sd15, 480, 33760", "ma2025-table3, sdxl, 2, 2560"})
    void isPossibleWhole(String preset, String model, int searches, long nfe) throws IOException {
        TinyVerifiers.in(folder.resolve("verifiers"));
        Files.writeString(folder.resolve("drawbench.txt"), "a red cube on a blue sphere\nthree dogs\n");
        try (OwnCache own = new OwnCache(folder.resolve("cache")); Workshop workshop = new Workshop();
                ChatStub stub = ChatStub.byQuestion(PaperPresetsTest::answer)) {
            String spec = SweepPresets.named(preset).replaceAll("llm:gpt-4o\\?[^\"]*", "llm:" + stub.address("&rubric=subjects"));
            SweepPlan plan = SweepReader.read(spec, preset, folder, List.of(Fixtures.path("pipelines/" + model).toString()), workshop);
            assertEquals(searches, plan.work().size());
            assertEquals(nfe, plan.nfe());
            assertEquals(0, stub.asked.size());
        }
    }

    @Test
    void tableOfStableDiffusionXl() throws IOException {
        try (OwnCache own = new OwnCache(folder.resolve("cache"))) {
            TinyVerifiers.in(folder.resolve("verifiers"));
            Files.writeString(folder.resolve("drawbench.txt"), "a red cube on a blue sphere\nthree dogs\n");
            Path spec = folder.resolve("spec.yaml");
            Files.writeString(spec, SweepPresets.named("ma2025-table3").replaceAll("size: \\S+", "size: 64x64").replace("steps: 40", "steps: 2")
                    .replace("nfe: 1280", "nfe: 6") + "precision: fp32\n");
            String out = folder.resolve("out").toString();
            Told.done("sweep", spec.toString(), "--model", Fixtures.path("pipelines/sdxl").toString(), "--out", out);
            Told.done("report", out);
            String tables = Files.readString(folder.resolve("out/report/tables.md"));
            assertTrue(tables.contains("pick-score") && tables.contains("22.39"), tables); // ours, and the quoted table
        }
    }

    /** Table 7 of arXiv 2501.09732 on another model: what is lacking is the family alone. */
    @Test
    void marksOfTheFiveAspectsAreNumbersOfTheirOwn() throws IOException {
        try (OwnCache own = new OwnCache(folder.resolve("cache")); ChatStub stub = ChatStub.byQuestion(question -> aspects())) {
            Files.writeString(folder.resolve("drawbench.txt"), "a red cube on a blue sphere\nthree dogs\n");
            Path spec = folder.resolve("spec.yaml");
            Files.writeString(spec, SweepPresets.named("ma2025-table7").replaceAll("needs:.*\n", "").replaceAll("size: \\S+", "size: 64x64")
                    .replaceAll("llm:[^\"]*", "llm:" + stub.address("&rubric=aspects")).replaceAll("steps: \\d+", "steps: 2")
                    .replaceAll("verifier: ensemble.*", "verifier: jpeg").replaceAll("verifiers: verifiers.*\n", "")
                    .replaceAll("budget: .*", "budget: [1, 2]") + "precision: fp32\n");
            String out = folder.resolve("out").toString();
            Told.done("sweep", spec.toString(), "--model", Fixtures.path("pipelines/sd15").toString(), "--out", out);
            Told.done("report", out);
            String tables = Files.readString(folder.resolve("out/report/tables.md"));
            for (String aspect : new String[] {"accuracy to prompt", "creativity and originality", "visual quality and realism",
                "consistency and cohesion", "emotional or thematic resonance", "overall score"}) {
                assertTrue(tables.contains(aspect + " of 10 (seer)"), aspect + " is not in\n" + tables);
            }
            assertTrue(tables.contains("| 7.5000 (7.5000 to 7.5000) |") && !tables.contains("750.0 %"), tables);
        }
    }

    private static String aspects() {
        StringBuilder said = new StringBuilder("{");
        for (String name : new String[] {"accuracy_to_prompt", "creativity_and_originality", "visual_quality_and_realism",
            "consistency_and_cohesion", "emotional_or_thematic_resonance", "overall_score"}) {
            said.append(said.length() > 1 ? "," : "").append('"').append(name).append("\":{\"explanation\":\"e\",\"score\":7.5}");
        }
        return said.append('}').toString();
    }

    private static String small(String preset, ChatStub stub) {
        String text = preset.replaceAll("llm:gpt-4o\\?rubric=subjects[^\"]*", "llm:" + stub.address("&rubric=subjects"))
                .replaceAll("size: \\S+", "size: 64x64").replaceAll("steps: 50", "steps: 2").replaceAll("n: \\[0[^]]*\\]", "n: [0, 3]")
                .replaceAll("n: (300|\\[10[^]]*\\])", "n: 4").replaceAll("optimise: \\[[^]]*\\]", "optimise: [2, 3]")
                .replace("optimise: 10", "optimise: 2")
                .replaceAll("budget: \\[[^]]*\\]", "budget: [1, 2]").replaceAll(", take: \\d+", "")
                .replaceAll("(set: [a-z-]+)", "$1, take: 1")
                .replaceAll("verifiers: verifiers.*\n", "").replace("verifier: [clip, preference]", "verifier: jpeg");
        assertEquals(-1, text.indexOf("gpt-4o"), text);
        return text + "precision: fp32\n";
    }

    private static String answer(String question) {
        StringBuilder said = new StringBuilder("{");
        SUBJECT.matcher(question).results().forEach(subject -> said.append('"').append(subject.group(1))
                .append("\":{\"reason\":\"r\",\"appears\":true,\"recognisable\":true},"));
        return said.append("\"content_mixture\":false}").toString();
    }
}
