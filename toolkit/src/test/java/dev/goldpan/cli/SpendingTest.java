package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.fixtures.OwnCache;
import dev.goldpan.verify.llm.ChatStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What language models cost is said at the end, in run.json and in the report, of all processes together. */
@ExtendWith(OneThread.class)
class SpendingTest {
    private static final String ANSWER = "{\"subject_1\":{\"reason\":\"r\",\"appears\":true,\"recognisable\":true},"
            + "\"content_mixture\":false}";
    private static final String PRICED = "&rubric=subjects&euros=2&euros-in=1&euros-out=10";

    @TempDir
    private Path folder;

    @Test
    void aSearchSaysWhatItSpent() throws IOException {
        try (OwnCache own = new OwnCache(folder.resolve("cache")); ChatStub stub = new ChatStub(ChatStub.says(ANSWER))) {
            TinySearch tiny = new TinySearch(folder);
            String name = "llm:" + stub.address(PRICED);
            Told plan = tiny.done("run", "--verifier", "jpeg," + name, "--budget", "3", "--plan");
            assertTrue(plan.out().contains(name + ": would be shown about 3 finished pictures; it was asked nothing"), plan.out());
            plan = tiny.done("run", "--verifier", "ensemble:jpeg+" + name, "--seconds", "9", "--plan");
            assertTrue(plan.out().contains(name + ": would be shown about "), plan.out());
            assertEquals(0, stub.asked.size());
            String told = name + ": 3 calls, 3000 tokens read, 300 written, 0.0060 euros; limits of one process: 1000 calls, 2000000"
                    + " tokens, 2.00 euros";
            assertTrue(tiny.done("run", "--verifier", "jpeg," + name, "--budget", "3").out().contains(told));
            JsonNode spent = tiny.json("run").get("spending").get(name);
            assertEquals(3, spent.get("calls").asInt());
            assertEquals(0.006, spent.get("euros").asDouble(), 1e-12);
            assertTrue(Told.done("resume", tiny.file("run").toString()).out().contains(told), "what an earlier process spent counts");
            assertEquals(3, stub.asked.size());
        }
    }

    @Test
    void aSweepAddsUpWhatItsSearchesSpent() throws IOException {
        try (OwnCache own = new OwnCache(folder.resolve("cache")); ChatStub stub = new ChatStub(ChatStub.says(ANSWER))) {
            String name = "llm:" + stub.address("&rubric=subjects");
            Path spec = folder.resolve("spec.yaml");
            Files.writeString(spec, "name: paid\nprompts: [a cat, a dog]\nsampler: ddim\nsteps: 3\nprecision: fp32\nverifier: jpeg\n"
                    + "held-out: '" + name + "'\nalgorithm: random\nbudget: 2\n");
            Told dry = Told.done("sweep", spec.toString(), "--model", TinySearch.model(), "--dry-run");
            assertTrue(dry.err().contains(name + ": would be shown about 4 finished pictures; it was asked nothing"), dry.err());
            assertEquals(0, stub.asked.size());
            Told done = Told.done("sweep", spec.toString(), "--model", TinySearch.model(), "--out", folder.resolve("out").toString());
            int calls = stub.asked.size();
            assertTrue(calls == 4 && done.out().contains(name + ": " + calls + " calls, " + 1000 * calls + " tokens read, "),
                    calls + " of " + done.out());
            try (OwnCache other = new OwnCache(folder.resolve("other"))) {
                Files.writeString(spec, Files.readString(spec).replace("subjects'", "subjects&calls=" + (calls - 1) + "'"));
                String limited = folder.resolve("limited").toString();
                Told stopped = Told.run("sweep", spec.toString(), "--model", TinySearch.model(), "--out", limited);
                assertEquals(2, stopped.exitCode());
                assertTrue(stopped.err().contains("answers no more: the limit of " + (calls - 1) + " calls is reached")
                        && stopped.err().contains("goldpan resume"), stopped.err());
                Told.done("resume", limited); // with calls of its own, and the answers that were kept
            }
            Told.done("report", folder.resolve("out").toString());
            assertTrue(Files.readString(folder.resolve("out/report/tables.md")).contains(
                    "| " + name + " | " + calls + " | " + 1000 * calls + " | " + 100 * calls + " | – | – |"));
        }
    }
}
