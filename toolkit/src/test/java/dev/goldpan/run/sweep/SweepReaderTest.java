package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.run.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepReaderTest extends SpecTest {
    @Test
    void rangesAreWhatTheySay() {
        assertEquals(List.of(1L, 3L, 5L, 7L, 9L), Ranges.read("1-10 (+2)"));
        assertEquals(List.of(4L, 8L, 16L), Ranges.read("4-16(x2)"));
        assertEquals(List.of(2L, 3L), Ranges.read("2 - 3"));
        assertEquals(List.of(7L), Ranges.read("7"));
        for (String wrong : List.of("", "a", "3-1", "0-4 (x2)", "1-3 (+0)", "1-9999999", "-3", "1.5")) {
            assertThrows(IllegalArgumentException.class, () -> Ranges.read(wrong), wrong);
        }
    }

    @Test
    void listsAreMultiplied() {
        SweepPlan plan = read(on("prompts: [a cat, a dog]\nalgorithm: [zo-2, {name: zo-4, set: {tau: 0.9}}]\n"
                + "budget: [4, 8]\nseed: 1-3 (+2)\n"));
        // Both algorithms are the same at any budget, so that the larger one is run and the smaller one read off.
        assertEquals(2 * 2 * 2, plan.items().size());
        assertEquals(List.of(12L, 24L), plan.items().get(0).marks());
        assertEquals(8 * 24, plan.nfe());
        assertEquals(List.of("a cat", "a cat", "a cat", "a cat", "a dog", "a dog", "a dog", "a dog"),
                plan.items().stream().map(item -> item.spec().prompt().text()).toList());
        assertEquals(8, plan.items().stream().map(WorkItem::run).distinct().count());
        assertEquals("0.9", plan.items().get(2).spec().set().get("tau"));
    }

    @Test
    void whatDependsOnItsBudgetIsRunAtEach() {
        assertEquals(2, read(on("prompts: a cat\neta: 1\nalgorithm: bfs\nbudget: [4, 8]\n")).items().size());
        assertEquals(2, read(on("prompts: a cat\nalgorithm: random\nsearch-steps: 2\nbudget: [4, 8]\n")).items().size());
    }

    @Test
    void aBankIsARandomSearchOfSeedsInARow() {
        SweepPlan plan = read(on("prompts: a cat\nparts:\n  - {name: bank, bank: 6, seed: 0-6 (+6)}\n"
                + "  - {name: few, algorithm: random, budget: 6}\n"));
        assertEquals(3, plan.items().size());
        assertEquals(18, plan.items().get(0).nfe());
        assertEquals("bank", plan.items().get(0).part());
        // The same work under another name is done once.
        assertEquals(plan.items().get(0).run(), plan.items().get(2).run());
        assertEquals(2, plan.work().size());
        assertEquals(36, plan.nfe());
        assertNotEquals(plan.items().get(0).run(), plan.items().get(1).run());
    }

    @Test
    void lossesAreAskedOfABankAndChangeNoPicture() {
        SweepPlan plain = read(on("prompts: a cat and a dog\nbank: 6\n"));
        SweepPlan plan = read(on("prompts: a cat and a dog\nbank: 6\n").replace("verifier: jpeg",
                "verifier: [conform, jpeg, ensemble:initno+self-cross]"));
        assertEquals(List.of("conform", "ensemble:initno+self-cross"), plan.items().get(0).losses().get(0).names());
        assertEquals(List.of("conform", "initno", "self-cross"), plan.items().get(0).losses().get(0).members());
        assertEquals("jpeg", plan.items().get(0).spec().verifier());
        assertEquals(plain.items().get(0).run(), plan.items().get(0).run());
        SpecErrors lonely = assertThrows(SpecErrors.class, () -> read(on("prompts: a cat\nbank: 6\n").replace("jpeg", "conform")));
        assertTrue(lonely.getMessage().contains("line 5: verifier: a bank finishes every picture"), lonely.getMessage());
        // Elsewhere a loss is a verifier: each noise costs one evaluation, and the winner alone is finished.
        SweepPlan search = read(on("prompts: a cat and a dog\nbudget: [2, 4]\n").replace("jpeg", "conform"));
        assertEquals(List.of("conform", "conform"), search.items().stream().map(item -> item.spec().verifier()).toList());
    }

    @Test
    void oraclesChooseFromBanksAndChangeNoPicture() {
        String bank = "prompts: [a cat, a dog]\nbank: 8\nimages: all\n";
        SweepPlan plain = read(bank + "verifier: clip\n");
        SweepPlan plan = read(bank + "verifier: [is, clip, fid]\n");
        assertEquals(List.of("is", "fid"), plan.items().get(0).oracles());
        assertEquals(plain.items().stream().map(WorkItem::run).toList(), plan.items().stream().map(WorkItem::run).toList());
        assertEquals("clip", read(bank + "verifier: fid\n").items().get(0).spec().verifier(), "the usual one steers where none is named");
        SweepPlan both = read("prompts: a cat\nbank: 8\nimages: all\nparts:\n  - {verifier: [clip, fid]}\n"
                + "  - {verifier: [clip, is]}\n");
        assertEquals(List.of("fid", "is"), both.items().get(0).oracles(), "the same work is done once");
        for (String wrong : List.of("prompts: a cat\nbank: 8\nverifier: [clip, fid]\n", "prompts: a cat\nbudget: 4\nverifier: fid\n",
                bank + "held-out: fid\n", bank + "verifier: ensemble:clip+fid\n")) {
            String said = assertThrows(SpecErrors.class, () -> read(wrong)).getMessage();
            assertTrue(said.contains("'images: all'"), said);
        }
        String foreign = assertThrows(SpecErrors.class, () -> read(on(bank).replace("jpeg", "[jpeg, fid]"))).getMessage();
        assertTrue(foreign.contains("needs a network"), foreign);
    }

    @Test
    void aClassIsAskedOfPromptsThatNameOne() {
        assertEquals(2, read("prompts: [a cat, two red dogs]\nbudget: 2\nverifier: [class]\nheld-out: clip-class\n").items().size());
        String said = assertThrows(SpecErrors.class, () -> read("prompts:\n  - a cat\n  - a cat and a dog\nbudget: 2\nverifier: class\n"))
                .getMessage();
        assertTrue(said.contains("line 3: prompts: “a cat and a dog”: class: scores one class") && said.contains("names cat, dog"), said);
    }

    @Test
    void optimisationOfNoiseIsAnAxis() {
        List<WorkItem> items = read(on("prompts: a cat and a dog\nn: [4, 20]\noptimise: [0, 5]\n").replace("jpeg", "initno")).items();
        assertEquals(List.of(0, 0, 5, 5), items.stream().map(item -> item.spec().optimise()).toList());
        // N, rounded up to whole noises, and the winner's three steps.
        assertEquals(List.of(7L, 23L, 8L, 23L), items.stream().map(WorkItem::nfe).toList());
        assertEquals(4, items.stream().map(WorkItem::run).distinct().count());
        assertEquals(1, items.get(2).spec().batch(), "any noise may be good enough to stop at");
        assertEquals(2, read(on("prompts: a cat and a dog\nn: 20\noptimise: 5\nseed: 0-4 (+4)\n").replace("jpeg", "self-cross")).items()
                .size(), "four noises each");
        refused("line 9: optimise: ", "not 'jpeg'; steer by initno or self-cross", "prompts: a cat and a dog\nnfe: 9\noptimise: 2\n");
        refused("line 8: bank", "takes no algorithm, budget, nfe or n", "prompts: a cat and a dog\nbank: 2\nn: 2\n");
        refused("line 9: optimise", "a bank keeps noises as they are drawn", "prompts: a cat and a dog\nbank: 2\noptimise: 2\n");
        refused("line 8: n", "counts evaluations of a loss", "prompts: a cat and a dog\nn: 2\n");
        String others = assertThrows(SpecErrors.class, () -> read(on("prompts: a cat and a dog\nn: [0, 9]\noptimise: 3\n").replace(
                "jpeg", "[conform, initno]"))).getMessage();
        assertTrue(others.contains("n: 0 is the plain seed, which is not optimised"), others);
    }

    @Test
    void guidanceOfLatentsIsAnAxis() {
        String plain = read(on("prompts: a cat and a dog\nbudget: 1\n")).items().get(0).run();
        List<WorkItem> items = read(on("prompts: a cat and a dog\nbudget: 1\nguide: [none, conform, initno]\nvariant: paper\n")).items();
        assertEquals(Arrays.asList(null, "conform", "initno"), items.stream().map(item -> item.spec().settings().attention().guide())
                .toList());
        assertEquals(plain, items.get(0).run(), "what only losses are told changes nothing where there are none");
        assertEquals(3, items.stream().map(WorkItem::run).distinct().count());
        assertEquals("paper", items.get(2).spec().settings().attention().variant());
        String guided = read(on("prompts: a cat and a dog\nbudget: 1\nguide: conform\n")).items().get(0).run();
        assertEquals(guided, items.get(1).run(), "conform has no variants");
        List<WorkItem> fallen = read(on("prompts: a cat and a dog\nbudget: 1\nguide: [conform, initno]\nfallback: article\n")).items();
        assertNotEquals(guided, fallen.get(0).run());
        assertEquals("article", Spec.read(fallen.get(0).spec().write(), "test").settings().attention().fallback());
        assertTrue(!fallen.get(1).spec().write().contains("fallback"), fallen.get(1).spec().write());
        List<WorkItem> banks = read(on("prompts: a cat and a dog\nbank: 4\nguide: [none, initno]\n")).items();
        assertEquals(2, banks.stream().map(WorkItem::run).distinct().count(), "pictures of a guided bank are others");
        refused("line 8: guide: there is no loss 'confrom'; did you mean 'conform'?", "self-cross, and none",
                "prompts: a cat and a dog\nguide: confrom\n");
        refused("line 7: prompts: “a cat”: conform compares subjects", "name two with tokens:", "prompts: a cat\nguide: conform\n");
        refused("line 7: prompts: “a cat and a dog”: tokens: \"bird\" is not in the prompt", "",
                "prompts: a cat and a dog\nguide: conform\ntokens: cat; bird\n");
        refused("line 8: variant: 'book' is not known", "", "prompts: a cat and a dog\nvariant: book\nguide: conform\n");
        String back = assertThrows(SpecErrors.class, () -> read("prompts: a cat and a dog\nalgorithm: reno\nguide: initno\n"))
                .getMessage();
        assertTrue(back.contains("line 3: guide: reno goes back by the gradient"), back);
    }

    @Test
    void lossesOfABankAreKeptByTheirForm() {
        String bank = on("prompts: a cat and a dog\nbank: 6\n").replace("verifier: jpeg", "verifier: [jpeg, conform, initno]");
        SweepPlan plan = read(bank + "parts:\n  - {name: code}\n  - {name: paper, variant: paper, slice: words}\n");
        LossChoice code = plan.items().get(0).losses().get(0);
        LossChoice paper = plan.items().get(1).losses().get(0);
        assertEquals(plan.items().get(0).run(), plan.items().get(1).run());
        assertTrue(code.kept("initno").matches("initno code inner score \\d+x\\d+"), code.kept("initno"));
        assertTrue(paper.kept("initno").matches("initno paper words \\d+x\\d+"), paper.kept("initno"));
        assertEquals(code.kept("conform"), paper.kept("conform"), "conform has no variants");
        assertTrue(read(bank + "fallback: zero\n").items().get(0).losses().get(0).kept("conform").startsWith("conform zero "));
        assertEquals(1, plan.work().size());
        assertEquals(List.of(code, paper), plan.work().get(0).losses());
    }

    @Test
    void specsFromBeforeThereWereLossesAreReadAndKeepTheirAddress() {
        String text = read(on("prompts: a cat\n")).items().get(0).spec().write();
        assertTrue(!text.contains("\"optimise\"") && !text.contains("\"attention\""), text);
        assertEquals(text, Spec.read(text, "test").write());
    }

    @Test
    void promptsComeFromSetsAndFiles() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "one\n\ntwo\nthree\nfour\nfive\n");
        Files.writeString(folder.resolve("mine.csv"), "Prompts,Category\nA red car.,Colors\n\"A cat, and \"\"a\"\" dog.\",Counting\n");
        assertEquals(List.of("A red car.", "A cat, and \"a\" dog."), read(on("prompts: {file: mine.csv}\n")).items().stream()
                .map(item -> item.spec().prompt().text()).toList());
        refused("line 7: prompts: ", "nowhere.txt: cannot be read", "prompts: {file: nowhere.txt}\n");
        List<WorkItem> items = read(on("prompts:\n  - {set: animal-animal, take: 2, from: 1, split: report}\n"
                + "  - {file: mine.txt, split: tune}\n"
                + "  - a cat\n")).items();
        assertEquals(List.of("animal-animal", "animal-animal", "mine.txt", ""), items.stream().map(WorkItem::source).toList());
        assertEquals("four", items.get(2).spec().prompt().text());
    }

    @Test
    void addressesDependOnWhatIsDoneAndOnNothingElse() {
        WorkItem one = read(on("name: x\nprompts: a cat\n")).items().get(0);
        assertEquals(one.run(), read("{\"prompts\": [\"a dog\", \"a cat\"], " + json()).items().get(1).run());
        assertNotEquals(one.run(), read(on("prompts: a cat\nguidance: 3\n")).items().get(0).run());
    }

    private static String json() {
        return "\"model\": \"" + Fixtures.path("pipelines/sd15") + "\", \"precision\": \"fp32\", \"sampler\": \"ddim\", \"steps\": 3,"
                + " \"verifier\": \"jpeg\", \"held-out\": []}";
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsLine() {
        SpecErrors wrong = assertThrows(SpecErrors.class, () -> read(on("""
                promts: a cat
                prompts: {set: animal-animl}
                algorithm: [randm, fk]
                budget: [0, 4]
                seed: 9-3
                guidance: high
                images: some
                batch: 2
                batch: 3
                """)));
        String all = String.join("\n", wrong.lines());
        for (String said : List.of("line 7: 'promts' is not known; did you mean 'prompts'?",
                "line 8: prompts: no set is called 'animal-animl'",
                "line 9: algorithm: 'randm' is not known; did you mean 'random'?", "line 10: budget: 0 is not possible",
                "line 11: seed: '9-3' is not possible", "line 12: guidance: 'high' is not a number", "line 15: batch: is there twice")) {
            assertTrue(all.contains(said), said + " in\n" + all);
        }
    }

    @Test
    void whatCannotBeSearchedIsRefusedBeforeAnythingIsDone() {
        refused("line 8: ", "copies trajectories", "prompts: a cat\nalgorithm: fk\n");
        refused("line 8: seed", "space them, for instance 0-16 (+16)", "prompts: a cat\nseed: 0-1\n");
        SpecErrors unknown = assertThrows(SpecErrors.class, () -> read(on("prompts: a cat\n").replace("verifier: jpeg",
                "verifier: jpegg")));
        assertTrue(unknown.getMessage().contains("line 5: verifier: 'jpegg' is not known; did you mean 'jpeg'?"), unknown.getMessage());
        String bundled = "needs a network, and the bundled one knows only the pictures of the bundled model, not those of ";
        for (String spec : List.of(on("prompts: a cat\n").replace("jpeg", "[jpeg, ensemble:jpeg+clip]"),
                on("prompts: a cat\n").replace("held-out: []", "held-out: clip"),
                on("prompts: a cat\n").replace("jpeg", "clip").replace("model: ", "model: [mini, ").replace("\nprecision", "]\nprecision"))) {
            String foreign = assertThrows(SpecErrors.class, () -> read(spec)).getMessage();
            assertTrue(foreign.contains("verifier: 'clip' " + bundled + Fixtures.path("pipelines/sd15"))
                    && foreign.contains("under verifiers"), foreign);
        }
        refused("line 8: nfe", "do not pay for one candidate", "prompts: a cat\nnfe: 2\n");
        refused("line 8", "needs FLUX.1, which this Goldpan does not have yet", "prompts: a cat\nneeds: flux\n");
        String unclosed = assertThrows(SpecErrors.class, () -> read("prompts: [a\n")).getMessage();
        assertTrue(unclosed.contains("not YAML"), unclosed);
        String nowhere = assertThrows(SpecErrors.class, () -> read("model: nowhere\nprompts: a\n")).getMessage();
        assertTrue(nowhere.contains("line 1: model: ") && nowhere.contains("there is no such"), nowhere);
    }

    @Test
    void everyPresetIsReadOrRefusedForWhatIsLacking() {
        for (String preset : SweepPresets.names()) {
            try {
                assertTrue(SweepReader.read(SweepPresets.named(preset), preset, folder, List.of(), workshop).nfe() > 0);
            } catch (SpecErrors lacking) {
                // not bundled yet, or a checkpoint or a file that its user gives
                boolean runs = preset.startsWith("plateau-") || preset.equals("ma2025-table3");
                lacking.lines().forEach(line -> assertTrue(line.contains("does not have yet") || line.contains("/weights-")
                        || runs && (line.contains("give the folder of a diffusers checkpoint") || line.contains("drawbench.txt")), line));
            }
        }
    }
}
