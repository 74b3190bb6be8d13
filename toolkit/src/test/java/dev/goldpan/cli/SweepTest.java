package dev.goldpan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.goldpan.fixtures.Fixtures;
import dev.goldpan.fixtures.OneThread;
import dev.goldpan.tensor.Png;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep}, {@code status}, {@code resume} and {@code report} on a small random checkpoint. */
@ExtendWith(OneThread.class)
class SweepTest {
    private static final String SPEC = """
            name: small
            about: Two prompts <b>and</b> few steps.
            prompts: [a cat, "a <dog>, or \\"two\\""]
            sampler: ddim
            steps: 3
            precision: fp32
            verifier: jpeg
            held-out: jpeg-large
            batch: 4
            parts:
              - {name: bank, bank: 12, seed: 0-12 (+12)}
              - {name: algorithms, algorithm: [random, zo-2], budget: [4, 8]}
            """;

    @TempDir
    private Path folder;

    private Told sweep(String spec, String... more) throws IOException {
        Path file = folder.resolve("spec.yaml");
        Files.writeString(file, spec);
        List<String> arguments = new java.util.ArrayList<>(List.of("sweep", file.toString(), "--model", Fixtures.path("pipelines/sd15")
                .toString(),
                "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        return Told.run(arguments.toArray(String[]::new));
    }

    @Test
    void aSweepIsPricedDoneOnceAndReported() throws IOException {
        Told dry = sweep(SPEC, "--dry-run");
        assertEquals(0, dry.exitCode(), dry.err());
        assertTrue(dry.err().contains("small: 8 searches, at most 240 NFE, about"), dry.err());
        assertFalse(Files.exists(folder.resolve("out")));

        Told done = sweep(SPEC);
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(done.out().contains("8 of 8 searches done, 240 of 240 NFE"), done.out());
        String digest = done.out().lines().filter(line -> line.startsWith("digest ")).findFirst().orElseThrow();
        assertTrue(sweep(SPEC).err().contains("all 8 searches are done already"));
        assertTrue(Told.run("status", folder.resolve("out").toString()).out().contains(digest));
        assertTrue(Told.run("resume", folder.resolve("out").toString()).out().contains(digest));

        Told reported = Told.run("report", folder.resolve("out").toString());
        assertEquals(0, reported.exitCode(), reported.err());
        Path report = folder.resolve("out/report");
        String page = Files.readString(report.resolve("report.html"));
        assertTrue(page.contains("Two prompts &lt;b&gt;and&lt;/b&gt; few steps."));
        assertTrue(page.contains("a &lt;dog&gt;, or &quot;two&quot;"));
        assertTrue(page.contains("<svg") && page.contains("data-src=\"data:image/jpeg;base64,"));
        assertFalse(Pattern.compile("(?:src|href)=\"(?!data:|#)").matcher(page).find(), "the page needs no other file");
        assertTrue(page.contains("chosen by jpeg") && page.contains("What falls while the steered score rises"));
        List<String> rows = Files.readAllLines(report.resolve("candidates.csv"));
        assertEquals(1 + 2 * (2 * 12 + 2 * 8), rows.size());
        assertTrue(rows.get(0).endsWith("candidate,image,jpeg,jpeg-large"));
        String tables = Files.readString(report.resolve("tables.md"));
        assertTrue(tables.contains("| ensemble of all |") && tables.contains("zo-2 by jpeg over random"), tables);
        try (var charts = Files.list(report.resolve("charts"))) {
            assertTrue(charts.filter(file -> file.toString().endsWith(".svg")).count() >= 7);
        }
        assertFalse(page.contains("Quoted from"));
        assertTrue(sweep(SPEC.replace("name: small", "name: mini-table2")).err().contains("all 8 searches are done already"));
        Told.run("report", folder.resolve("out").toString());
        tables = Files.readString(report.resolve("tables.md"));
        assertTrue(tables.indexOf("## Searches") < tables.indexOf("### Quoted from arXiv 2501.09732, Table 2"), tables);
    }

    /** What random search of 4 found beats one draw by its own measure; sets are measured where every file was kept. */
    @Test
    void chosenPicturesStandBesideDrawnOnes() throws IOException {
        Path file = folder.resolve("spec.yaml");
        Files.writeString(file, """
                name: chosen
                model: mini
                prompts: [a cat, a dog, a red car, a blue ball]
                sampler: ddim
                steps: 2
                guidance: 1
                seed: 0-100 (+100)
                judge: false
                verifier: jpeg
                held-out: jpeg-large
                parts:
                  - {name: bank, bank: 3, images: all, verifier: [jpeg, fid, is]}
                  - {name: search, algorithm: random, budget: 2, images: none}
                """);
        Told done = Told.run("sweep", file.toString(), "--out", folder.resolve("out").toString());
        assertEquals(0, done.exitCode(), done.err());
        assertEquals(0, Told.run("report", folder.resolve("out").toString()).exitCode());
        List<String> tables = Files.readAllLines(folder.resolve("out/report/tables.md"));
        String beats = "How often what was chosen beats what was drawn";
        String sets = "Chosen and drawn pictures as sets";
        assertTrue(cells(tables, beats, "best of 3 by jpeg-large")[2].matches("\\d+\\.\\d %( .*)?"), tables.toString());
        String[] wins = cells(tables, beats, "best of 3 by jpeg");
        assertTrue(wins[1].startsWith("100.0 %"), "the best beats every other draw by what chose it: " + String.join("|", wins));
        String[] set = cells(tables, sets, "best of 3 by jpeg");
        assertEquals("8", set[1]);
        for (int i = 2; i < set.length; i++) {
            assertTrue(Double.isFinite(Double.parseDouble(set[i])), String.join("|", set));
        }
        for (String measure : List.of("fid", "is")) {
            String chosen = "Sets chosen from the bank, measured by " + measure;
            String[] verifier = cells(tables, chosen, "jpeg");
            String[] oracle = cells(tables, chosen, "oracle " + measure);
            assertEquals(3, oracle.length, "n = 1 and n = 2");
            assertEquals(verifier[1], oracle[1], "from one candidate all choose the same");
            // An oracle takes one picture after the other, so that of so few another choice may be better by luck; one draw is not.
            assertTrue((Double.parseDouble(oracle[2]) < Double.parseDouble(oracle[1])) == measure.equals("fid"), String.join("|", oracle));
        }
        List<String> searches = tables.subList(tables.lastIndexOf("### " + sets), tables.size()); // banks come first
        assertEquals("0 of 8 kept", cells(searches, sets, "one draw")[1], "the searches keep none");
        assertEquals("0 of 8 kept", cells(searches, sets, "random by jpeg, 4 NFE")[1]);
        assertEquals("–", cells(searches, sets, "random by jpeg, 4 NFE")[2]);
        assertTrue(tables.stream().anyMatch(line -> line.contains("against the drawn pictures that are not of the set")));
    }

    /** What pruning finishes was chosen by its previews. */
    @Test
    void survivorsAreNoDraws() throws IOException {
        Told done = sweep("""
                name: draws
                prompts: [a cat, a dog]
                sampler: ddim
                steps: 4
                guidance: 1
                judge: false
                verifier: jpeg
                held-out: []
                nfe: 16
                images: none
                parts:
                  - {name: pruned, algorithm: prune}
                  - {name: drawn, algorithm: zo-2}
                """);
        assertEquals(0, done.exitCode(), done.err());
        Path out = folder.resolve("out");
        assertEquals(0, Told.run("report", out.toString()).exitCode());
        String tables = Files.readString(out.resolve("report/tables.md"));
        assertTrue(tables.contains("| prune by jpeg |") && tables.contains("| zo-2 by jpeg over one draw |"), tables);
        assertFalse(tables.contains("| prune by jpeg over one draw |"), tables);
    }

    /** Cells of the row called {@code name} of the first table of that {@code title}. */
    private static String[] cells(List<String> tables, String title, String name) {
        String row = tables.stream().dropWhile(line -> !line.equals("### " + title)).filter(line -> line.startsWith("| " + name + " |"))
                .findFirst().orElseThrow();
        return row.substring(2).split(" \\| ?");
    }

    @Test
    void whatIsOptimisedOrGuidedHasRowsOfItsOwn() throws IOException {
        Told done = sweep("""
                name: manners
                prompts: a cat and a red balloon
                sampler: ddim
                steps: 3
                precision: fp32
                held-out: jpeg-large
                batch: 1
                parts:
                  - {verifier: initno, n: 4, optimise: [0, 2]}
                  - {verifier: jpeg, budget: [1, 2], guide: [none, conform]}
                  - {name: bank, verifier: [jpeg, conform], bank: 6, images: all, guide: [none, attend-excite]}
                """);
        assertEquals(0, done.exitCode(), done.err());
        assertTrue(done.err().contains("manners: 6 searches, at most 62 NFE, about"), done.err());
        Path out = folder.resolve("out");
        assertEquals(0, Told.run("report", out.toString()).exitCode());
        String tables = Files.readString(out.resolve("report/tables.md"));
        String together = tables.substring(tables.indexOf("### Side by side, with what it took"));
        for (String row : List.of("one draw", "random by initno, 7 NFE", "random, optimised in 2 steps by initno, 7 NFE",
                "random by jpeg, 6 NFE", "random, guided by conform by jpeg, 3 NFE", "one draw, guided by conform")) {
            assertTrue(together.contains("\n| " + row + " |"), row + " in\n" + together);
        }
        assertTrue(together.contains("\n| one draw | 3.0 | 6.0 | 0.0 |"), together);
        assertTrue(together.contains("\n| random by jpeg, 6 NFE | 6.0 | 12.0 | 0.0 |"), together);
        assertTrue(together.contains("\n| random by initno, 7 NFE | 7.0 | 11.0 | 0.0 |"), together); // the winner is looked at again
        String page = Files.readString(out.resolve("report/report.html"));
        assertTrue(page.contains("guided by attend-excite</h2>") && page.contains(
                "best of 6, guided by attend-excite by conform"), "panels");
        try (Stream<Path> files = Files.walk(out.resolve("images"))) {
            Path optimised = files.filter(file -> file.toString().endsWith(".png") && recipe(file).contains("\"optimised\"")).findFirst()
                    .orElseThrow();
            assertEquals("identical: all 2304 pixels\n", Told.done("replay", optimised.toString()).out());
        }
        assertEquals(0, Told.run("export", out.toString(), "--csv", folder.resolve("all.csv").toString()).exitCode());
        List<String> rows = Files.readAllLines(folder.resolve("all.csv"));
        assertTrue(rows.get(0).contains(",optimise,guide,") && rows.get(0).contains(",conform "), rows.get(0));
    }

    private static String recipe(Path picture) {
        try {
            return Png.text(Files.readAllBytes(picture)).getOrDefault("goldpan", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProgramThatIsNotThereEndsTheSweep() throws IOException {
        String spec = "name: silent\nprompts: a cat\nsampler: ddim\nsteps: 2\nprecision: fp32\nverifier: 'exec:./no-such-scorer'\n"
                + "held-out: []\nbatch: 2\nbudget: 8\n";
        Told silent = sweep(spec);
        assertEquals(2, silent.exitCode(), silent.err());
        assertTrue(silent.err().contains("random “a cat”: the last 3 batches have no score (exec:./no-such-scorer: ")
                && silent.err().contains("goldpan resume"), silent.err());
        assertTrue(Told.done("status", folder.resolve("out").toString()).out().contains("0 of 1 searches done"));
    }

    @Test
    void aShareIsTakenIntoTheWhole() throws IOException {
        String spec = "name: shared\nprompts: [a cat, a dog]\nsampler: ddim\nsteps: 3\nprecision: fp32\nverifier: jpeg\nheld-out: []\n"
                + "batch: 4\nbudget: 4\n";
        Path half = folder.resolve("half");
        Told share = sweep(spec, "--share", "2/2");
        assertTrue(share.out().contains("1 of 1 searches done"), share.out());
        Files.move(folder.resolve("out"), half);
        Told dry = sweep(spec, "--from", half.toString(), "--dry-run");
        assertTrue(dry.err().contains("shared: 1 searches (and 1 are done already)"), dry.err());
        Told whole = sweep(spec, "--from", half.toString());
        assertTrue(whole.err().contains("1 finished searches taken from " + half), whole.err());
        assertTrue(whole.out().contains("2 of 2 searches done"), whole.out());
        for (String wrong : List.of("3/2", "0/2", "half", "1/99999999999")) {
            Told refused = sweep(spec, "--share", wrong);
            assertTrue(refused.exitCode() == 2 && refused.err().contains("--share: '" + wrong + "' is no share"), refused.err());
        }
        Told missing = sweep(spec, "--from", folder.resolve("nowhere").toString());
        assertTrue(missing.exitCode() == 2 && missing.err().contains("there is no sweep here"), missing.err());
    }

    @Test
    void mistakesAreTakenOnePerLine() throws IOException {
        Told told = sweep("promts: a cat\nverifier: jpegg\nheld-out: []\nseed: x\nprompts: a cat\n");
        assertEquals(2, told.exitCode());
        assertEquals(3, told.err().lines().count(), told.err());
        assertTrue(told.err().lines().allMatch(line -> line.matches("goldpan: .*spec\\.yaml, line \\d+: .*")), told.err());
        assertFalse(Files.exists(folder.resolve("out")));
        refused("there is no sweep here", "status", folder.toString());
        refused("--list shows the presets", "sweep");
        refused("did you mean 'mini-smoke'", "sweep", "--preset", "mini-smok");
        refused("is not the URL of a PostgreSQL database", "sweep", "--preset", "mini-smoke", "--store", "jdbc:mysql://host/db");
        refused("say where to with --csv FILE", "export", folder.toString());
        refused("there is no sweep here", "export", folder.toString(), "--csv", folder.resolve("x.csv").toString());
        refused("is not a file in a folder that is there", "export", folder.toString(), "--parquet", folder.toString());
        refused("needs FLUX.1, which", "sweep", "--preset", "ma2025-table2", "--dry-run");
    }

    private static void refused(String why, String... arguments) {
        Told told = Told.run(arguments);
        assertEquals(2, told.exitCode());
        assertEquals(1, told.err().lines().count(), told.err());
        assertTrue(told.err().contains(why), told.err());
    }
}
