package dev.goldpan.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Result;
import dev.goldpan.run.RunFolder;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.TakeHome;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files that a search ends with: pictures, the scaling curve, the winner for other programs, {@code run.json}. */
public final class RunReport {
    private static final int MOST_CELLS = 144;
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SearchRun run;
    private final Result result;
    private final List<Entry> finished; // with a picture, in the order they were looked at
    private final Entry first; // null where there is none
    private final ScalingCurve curve;

    /** The report on {@code run}, which ended with {@code result}. */
    public RunReport(SearchRun run, Result result) {
        this.run = run;
        this.result = result;
        List<Entry> all = new ArrayList<>();
        run.records().journal().batches().stream().filter(batch -> !batch.isFinal()).forEach(batch -> all.addAll(batch.entries()));
        this.finished = all.stream().filter(entry -> entry.image() != null).toList();
        this.first = all.isEmpty() ? null : all.get(0);
        this.curve = ScalingCurve.of(run);
    }

    /** Candidates with a picture, from best to worst. */
    public List<Entry> ranked() {
        return result.ranked().stream().filter(entry -> entry.image() != null).toList();
    }

    /** The picture of the first noise, which is what one gets without a search; none where it was not finished (those that were are chosen). */
    public Optional<Entry> base() {
        return Optional.ofNullable(first).filter(entry -> entry.image() != null && entry.scored().candidate().recipe().isNoise());
    }

    /** Writes the files; where nothing has a score, nothing is best. @return their paths, the best picture first */
    public List<Path> write(Path folder, Appraiser judge) throws IOException {
        List<Path> files = new ArrayList<>();
        List<Entry> winners = result.scored() ? result.winners() : List.of();
        for (int i = 0; i < winners.size(); i++) {
            Entry winner = winners.get(i);
            if (winner.image() != null) {
                Path file = folder.resolve(i == 0 ? "best.png" : "best-" + (i + 1) + ".png");
                Files.write(file, run.records().image(winner.image()));
                files.add(file);
            }
        }
        if (!ranked().isEmpty()) {
            files.add(folder.resolve("grid.png"));
            Files.write(folder.resolve("grid.png"), Png.encode(grid(), Map.of()));
        }
        Optional<Plot> scaling = curve.plot(title("best of them over what was spent"), run.spec().verifier());
        if (scaling.isPresent()) {
            files.add(folder.resolve("scaling.png"));
            Files.write(folder.resolve("scaling.png"), Png.encode(scaling.get().picture(), Map.of()));
            Files.writeString(folder.resolve("scaling.svg"), scaling.get().svg());
        }
        if (!winners.isEmpty()) {
            files.addAll(takeHome(winners.get(0), folder));
        }
        files.add(folder.resolve("run.json"));
        Files.writeString(folder.resolve("run.json"), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(judge)) + "\n");
        return files;
    }

    /** The best one's noise and a script that makes it elsewhere, where that can be. */
    private List<Path> takeHome(Entry best, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (run.writeNoise(best.scored().candidate().recipe(), folder.resolve(TakeHome.LATENTS))) {
            files.add(folder.resolve(TakeHome.LATENTS));
        }
        Optional<TakeHome> home = run.takeHome(best).filter(TakeHome::isPortable);
        if (home.isPresent()) {
            files.add(folder.resolve("best.py"));
            Files.writeString(folder.resolve("best.py"), home.get().diffusers());
        }
        return files;
    }

    private String title(String what) {
        return String.format(Locale.ROOT, "“%s”: %d candidates by %s, %s", run.spec().prompt().text(), ranked().size(),
                run.spec().verifier(), what);
    }

    private BufferedImage grid() {
        List<Grid.Cell> cells = new ArrayList<>();
        List<Entry> shown = ranked();
        for (Entry entry : shown.subList(0, Math.min(MOST_CELLS, shown.size()))) {
            cells.add(new Grid.Cell(Png.decode(run.records().image(entry.image())), cells.size() + 1 + ".  " + steering(entry.scored()),
                    name(entry.scored().candidate()), result.scored() && cells.isEmpty()));
        }
        return Grid.draw(title(result.scored() ? "best first" : "none of which has a score"), cells, 0);
    }

    /** What steered, of one candidate, as a person reads it. */
    public String steering(Scored scored) {
        List<String> parts = new ArrayList<>();
        for (String verifier : run.spec().steering()) {
            double value = scored.value(verifier);
            parts.add(Double.isNaN(value) ? "failed" : String.format(Locale.ROOT, "%.4f", value));
        }
        return String.join(" ", parts);
    }

    /** A candidate in a word: its seed, where it has one. */
    public static String name(Candidate candidate) {
        Recipe recipe = candidate.recipe();
        if (recipe instanceof Recipe.Fresh fresh) {
            return "seed " + fresh.seed();
        } else if (recipe instanceof Recipe.Optimised made && made.of() instanceof Recipe.Fresh fresh) {
            return "from seed " + fresh.seed();
        }
        return recipe.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private ObjectNode json(Appraiser judge) throws JsonProcessingException {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("format", FORMAT);
        tree.set("spec", JSON.readTree(run.spec().write()));
        tree.set("manifest", JSON.readTree(run.records().manifest()));
        tree.putObject("stopped").put("cause", result.stopped().cause().name().toLowerCase(Locale.ROOT))
                .put("reason", result.stopped().reason());
        tree.put("candidates", result.candidates());
        tree.put("failures", result.failures());
        tree.set("cost", JSON.valueToTree(result.cost()));
        tree.set("finalCost", JSON.valueToTree(result.finalCost()));
        run.records().spending().forEach((name, spent) -> tree.withObject("/spending").putObject(name).put("calls", spent.calls())
                .put("read", spent.read()).put("written", spent.written())
                .put("euros", Double.isNaN(spent.euros()) ? null : spent.euros()));
        ArrayNode winners = tree.putArray("winners");
        if (result.scored()) {
            result.winners().forEach(entry -> winners.add(entry(entry, judge)));
        }
        base().ifPresent(entry -> tree.set("base", entry(entry, judge)));
        ArrayNode ranked = tree.putArray("ranked");
        result.ranked().forEach(entry -> ranked.add(entry(entry, null)));
        tree.set("curve", curve.json());
        tree.set("expectedBest", JSON.valueToTree(curve.expected()));
        return tree;
    }

    private ObjectNode entry(Entry entry, Appraiser judge) {
        ObjectNode tree = JSON.createObjectNode();
        tree.set("candidate", JSON.valueToTree(entry.scored().candidate()));
        ObjectNode scores = tree.putObject("scores");
        entry.scored().scores().forEach((verifier, score) -> {
            if (score.failed()) {
                scores.put(verifier, score.failure());
            } else {
                scores.put(verifier, score.value());
            }
        });
        if (entry.image() != null) {
            tree.put("image", RunFolder.relative(entry.image()));
            if (judge != null) {
                tree.set("judge", JSON.valueToTree(judge.of(run.records().image(entry.image()))));
            }
        }
        return tree;
    }
}
