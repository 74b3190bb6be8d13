package dev.goldpan.run.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that a spec has from the command line, and those of specs that wait for something. */
class SpecKeysTest extends SpecTest {
    @Test
    void whatWaitsForSomethingIsReadAllTheSame() {
        String waiting = "needs: sit\nclasses: [5, 7-9]\nverifier: fid\nsteps: 3\nnfe: 6-24 (x2)\n";
        assertEquals(List.of("spec.yaml, line 1: needs class-conditional transformers (SiT), which"
                + " this Goldpan does not have yet"), assertThrows(SpecErrors.class, () -> read(waiting)).lines());
        String all = assertThrows(SpecErrors.class, () -> read("""
                needs: [flux, fluxx]
                klasses: all
                classes: 1000
                algorithm: [randm, {name: paths-2, set: {pats: 4}}]
                verifier: ensemble:clip+aesthetik
                held-out: fids
                nfe: [0, 4]
                sampler: hein
                images: some
                seed: 9-3
                parts:
                  - {steps: 0, prompts: {set: animal-animl}}
                  - {steps: 3, prompts: a cat}
                """)).getMessage();
        for (String said : List.of("line 1: needs FLUX.1", "line 1: needs: 'fluxx' is not known", "line 2: 'klasses' is not known",
                "line 3: 'classes' is not known", "line 4: algorithm: 'randm' is not known", "line 4: ", "pats",
                "line 5: verifier: 'aesthetik' is not known; did you mean 'aesthetic'?", "line 6: held-out: 'fids'", "line 7: nfe: 0",
                "line 8: sampler: 'hein' is not known", "line 9: images: 'some'", "line 10: seed: '9-3'", "line 12: steps: 0",
                "line 12: prompts: no set is called 'animal-animl'")) {
            assertTrue(all.contains(said), said + " in\n" + all);
        }
        String late = assertThrows(SpecErrors.class, () -> read(waiting.replace("7-9", "999-1001"))).getMessage();
        assertTrue(late.contains("line 2: classes: '999-1001' is not possible"), late);
    }

    @Test
    void aLossIsNamedAsOnTheCommandLine() {
        String named = on("prompts: a cat and a dog\nn: 4\n").replace("verifier: jpeg", "verifier: [conform, ensemble:initno+self-cross]");
        List<String> runs = read(named).items().stream().map(WorkItem::run).toList();
        assertEquals(runs, read(named.replace("verifier: [conform, ensemble:initno+self-cross]", "loss: [conform, initno+self-cross]"))
                .items().stream().map(WorkItem::run).toList());
        assertEquals("", read("name: x\n" + named.replace("verifier: [conform, ensemble:initno+self-cross]", "loss: conform")).items()
                .get(0).part());
        List<WorkItem> parts = read(on("prompts: a cat and a dog\nparts:\n  - {loss: conform, n: 4}\n  - {budget: 2}\n")).items();
        assertEquals(List.of("conform", "jpeg"), parts.stream().map(item -> item.spec().verifier()).toList());
        refused("line 8: loss: says what verifier says; give one of them", "", "prompts: a cat and a dog\nloss: conform\n");
        String wrong = assertThrows(SpecErrors.class, () -> read(named.replace("verifier: [conform, ensemble:initno+self-cross]",
                "loss: confrom"))).getMessage();
        assertTrue(wrong.contains("line 5: loss: there is no loss 'confrom'; did you mean 'conform'?"), wrong);
    }

    @Test
    void partsOfTheModelComeFromElsewhere() {
        String elsewhere = Fixtures.path("pipelines/sd15/vae").toString();
        WorkItem item = read(on("prompts: a cat\nvae: " + elsewhere + "\n")).items().get(0);
        assertEquals(elsewhere, item.spec().model().vae());
        assertNotEquals(read(on("prompts: a cat\n")).items().get(0).run(), item.run());
        refused("line 8: unet: ", "nowhere", "prompts: a cat\nunet: nowhere\n");
    }
}
