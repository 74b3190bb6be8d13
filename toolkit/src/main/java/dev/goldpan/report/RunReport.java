package dev.goldpan.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Batch;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Result;
import dev.goldpan.run.RunFolder;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Spec;
import dev.goldpan.search.Candidate;
import dev.goldpan.search.Cost;
import dev.goldpan.search.Recipe;
import dev.goldpan.search.Scored;
import dev.goldpan.tensor.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files that a search ends with: {@code best.png}, {@code grid.png}, {@code run.json}. */
public final class RunReport {
    private static final int MOST_CELLS = 144;
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SearchRun run;
    private final Result result;
    private final List<Entry> finished; // with a picture, in the order they were looked at
    private final Map<Entry, Integer> ranks = new IdentityHashMap<>();

    /** The report on {@code run}, which ended with {@code result}. */
    public RunReport(SearchRun run, Result result) {
        this.run = run;
        this.result = result;
        List<Entry> all = new ArrayList<>();
        run.records().journal().batches().stream().filter(batch -> !batch.isFinal()).forEach(batch -> all.addAll(batch.entries()));
        this.finished = all.stream().filter(entry -> entry.image() != null).toList();
        for (int i = 0; i < result.ranked().size(); i++) {
            ranks.put(result.ranked().get(i), i + 1);
        }
    }

    /** Candidates with a picture, from best to worst. */
    public List<Entry> ranked() {
        return result.ranked().stream().filter(entry -> entry.image() != null).toList();
    }

    /** The picture of the first noise, which is what one gets without a search; none where the search made no such picture. */
    public Optional<Entry> base() {
        return finished.stream().filter(entry -> entry.scored().candidate().recipe().isNoise()).findFirst();
    }

    /** Writes the files. @return their paths, the best picture first */
    public List<Path> write(Path folder, Appraiser judge) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < result.winners().size(); i++) {
            Entry winner = result.winners().get(i);
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
        files.add(folder.resolve("run.json"));
        Files.writeString(folder.resolve("run.json"), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json(judge)) + "\n");
        return files;
    }

    private BufferedImage grid() {
        List<Grid.Cell> cells = new ArrayList<>();
        List<Entry> shown = ranked();
        for (Entry entry : shown.subList(0, Math.min(MOST_CELLS, shown.size()))) {
            cells.add(new Grid.Cell(Png.decode(run.records().image(entry.image())), cells.size() + 1 + ".  " + steering(entry.scored()),
                    name(entry.scored().candidate()), cells.isEmpty()));
        }
        Spec spec = run.spec();
        return Grid.draw(String.format(Locale.ROOT, "“%s”: %d candidates by %s, best first", spec.prompt().text(), shown.size(),
                spec.verifier()), cells, 0);
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
        ArrayNode winners = tree.putArray("winners");
        for (int i = 0; i < result.winners().size(); i++) {
            winners.add(entry(result.winners().get(i), judge));
        }
        base().ifPresent(entry -> tree.set("base", entry(entry, judge)));
        ArrayNode ranked = tree.putArray("ranked");
        result.ranked().forEach(entry -> ranked.add(entry(entry, null)));
        tree.set("curve", curve());
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

    /** Best value of each verifier's steering after every batch, over what was spent by then. */
    private ArrayNode curve() {
        ArrayNode points = JSON.createArrayNode();
        Cost spent = Cost.NONE;
        int seen = 0;
        double best = Double.NEGATIVE_INFINITY;
        List<String> members = run.spec().steering();
        for (Batch batch : run.records().journal().batches()) {
            if (batch.isFinal()) {
                continue;
            }
            spent = spent.plus(batch.cost());
            seen += batch.entries().size();
            if (members.size() == 1) {
                best = Math.max(best, batch.entries().stream().filter(entry -> entry.image() != null)
                        .mapToDouble(entry -> entry.scored().value(members.get(0))).filter(value -> !Double.isNaN(value)).max()
                        .orElse(Double.NEGATIVE_INFINITY));
            }
            ObjectNode point = points.addObject().put("candidates", seen).put("nfe", spent.nfe()).put("spentNfe", spent.spent())
                    .put("forwards", spent.forwards()).put("seconds", spent.seconds());
            if (Double.isFinite(best)) {
                point.put("best", best);
            }
        }
        return points;
    }
}
