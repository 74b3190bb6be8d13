package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.fixtures.OwnCache;
import dev.goldpan.run.sweep.SweepPresets;
import dev.goldpan.verify.TinyVerifiers;
import dev.goldpan.verify.llm.ChatStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static String small(String preset, ChatStub stub) {
        String text = preset.replaceAll("llm:gpt-4o\\?rubric=subjects[^\"]*", "llm:" + stub.address("&rubric=subjects"))
                .replaceAll("size: \\S+", "size: 64x64").replaceAll("steps: 50", "steps: 2").replaceAll("n: \\[[^]]*\\]", "n: [0, 3]")
                .replaceAll("n: 300", "n: 4").replaceAll("optimise: \\[[^]]*\\]", "optimise: [2, 3]")
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
