package dev.goldpan.mini.judge;

import dev.goldpan.mini.world.Dice;
import dev.goldpan.mini.world.PromptSet;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Appraiser;
import dev.goldpan.run.Entry;
import dev.goldpan.run.Listener;
import dev.goldpan.run.SearchRun;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import dev.goldpan.search.Budget;
import dev.goldpan.text.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often the bundled model draws what a prompt asks, by the judge, and how often the best of several draws by the bundled CLIP
 * does. Every prompt is drawn with the same seeds, whose groups of {@code n} in a row are the draws that are chosen from.
 */
public final class DrawQuality {
    private static final List<String> ASKED = List.of("existence", "recognisability", "not a mixture", "all three");
    private static final int RESAMPLES = 2000;

    private final int n;
    private final List<Tally> tallies = new ArrayList<>();

    /** One prompt: by question, the share of single draws and of chosen ones that are right. */
    private record Tally(Map<String, Double> single, Map<String, Double> chosen) {}

    private DrawQuality(int n) {
        this.n = n;
    }

    /**
     * Draws and judges.
     *
     * @param set whose first {@code prompts}, evenly spread over the list, are drawn
     * @param seed of the first draw
     * @param draws of each prompt, a multiple of {@code n}
     * @return a table in Markdown
     */
    public static String table(PromptSet set, int prompts, long seed, int draws, int n) {
        DrawQuality quality = new DrawQuality(n);
        try (Workshop workshop = new Workshop()) {
            Gallery.spread(set, Math.min(prompts, set.prompts().size())).forEach(prompt -> quality.draw(workshop, prompt, seed, draws));
        }
        return quality.text(set, seed, draws);
    }

    private void draw(Workshop workshop, String prompt, long seed, int draws) {
        ModelChoice choice = ModelChoice.bundled("mini");
        StableDiffusion model = workshop.checkpoint(choice);
        Settings settings = new Settings(model.side(), model.side(), model.steps(), null, model.guidance(), 0, 0, 0);
        Budget budget = new Budget(null, null, draws, null, null, null, true, 1);
        Spec spec = new Spec(choice, new Prompt(prompt), settings, settings.steps(), "random", Map.of(), "clip", List.of(), null, budget,
                1, 16, seed, null, 120);
        try (SearchRun run = SearchRun.begin(spec, null, workshop, new Listener() {})) {
            run.run();
            Appraiser judge = run.appraiser().orElseThrow();
            List<Entry> drawn = run.records().journal().batches().stream().filter(batch -> !batch.isFinal())
                    .flatMap(batch -> batch.entries().stream()).toList();
            tallies.add(tally(drawn, drawn.stream().map(entry -> judge.of(run.records().image(entry.image()))).toList()));
        }
    }

    private Tally tally(List<Entry> drawn, List<Map<String, Boolean>> answers) {
        List<Map<String, Boolean>> chosen = new ArrayList<>();
        for (int first = 0; first + n <= drawn.size(); first += n) {
            int from = first;
            int best = IntStream.range(from, from + n).boxed()
                    .max((a, b) -> Double.compare(drawn.get(a).scored().value("clip"), drawn.get(b).scored().value("clip"))).orElseThrow();
            chosen.add(answers.get(best));
        }
        return new Tally(shares(answers), shares(chosen));
    }

    private static Map<String, Double> shares(List<Map<String, Boolean>> answers) {
        Map<String, Double> shares = new LinkedHashMap<>();
        ASKED.forEach(question -> shares.put(question, answers.stream().mapToDouble(a -> a.get(question) ? 1 : 0).average().orElse(0)));
        return shares;
    }

    private String text(PromptSet set, long seed, int draws) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s: %d prompts x %d draws (seeds from %d); 95 %% intervals "
                + "over prompts%n%n| question | one draw | best of %d by clip | gain |%n|---|---|---|---|%n",
                set.name().toLowerCase(Locale.ROOT).replace('_', '-'), tallies.size(), draws, seed, n));
        for (String question : ASKED) {
            text.append(String.format(Locale.ROOT, "| %s | %s | %s | %s |%n", question, interval(t -> t.single().get(question)),
                    interval(t -> t.chosen().get(question)), interval(t -> t.chosen().get(question) - t.single().get(question))));
        }
        return text.toString();
    }

    /** Mean over prompts with its percentile bootstrap interval, in per cent. */
    private String interval(ToDoubleFunction<Tally> value) {
        double[] values = tallies.stream().mapToDouble(value).toArray();
        Dice dice = Dice.of(20_250_726L, values.length);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < values.length; j++) {
                means[i] += values[dice.below(values.length)] / values.length;
            }
        }
        Arrays.sort(means);
        return String.format(Locale.ROOT, "%.1f (%.1f to %.1f)", 100 * Arrays.stream(values).average().orElse(0),
                100 * means[RESAMPLES / 40], 100 * means[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
