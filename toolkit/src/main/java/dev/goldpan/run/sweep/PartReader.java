package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.BatchSize;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Budget;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.VerifierNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The work that one part of a spec asks for: the product of its lists. */
final class PartReader {
    private static final double PATIENCE = 120;
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);

    private final Values values;
    private final Problems problems;
    private final Path base;
    private final List<String> models;
    private final Workshop workshop;
    private final Feasibility feasibility;

    /** How candidates are searched for. @param candidates budgets of so many whole candidates, or NFE */
    private record Way(String algorithm, Map<String, String> set, String verifier, List<Long> budgets, boolean ofCandidates, int line) {}

    PartReader(Values values, Path base, List<String> models, Workshop workshop) {
        this.values = values;
        this.problems = values.problems();
        this.base = base;
        this.models = models;
        this.workshop = workshop;
        this.feasibility = new Feasibility(values, workshop);
    }

    /** @param part its name */
    List<WorkItem> items(String part) {
        if (!values.has("prompts")) {
            problems.add(values.keys().line(),
                    "prompts: there are none; give a list, a file or a set, such as 'prompts: {set: animal-animal}'");
            return List.of();
        }
        List<PromptChoice.Chosen> prompts = PromptChoice.read(values.keys().fields().get("prompts"), base, problems);
        List<Way> ways = ways();
        List<Values.At<Long>> seeds = values.numbers("seed", 0, List.of(0L));
        List<WorkItem> items = new ArrayList<>();
        for (Values.At<String> model : models.isEmpty() ? values.all("model", List::of, List.of("mini"))
                : models.stream().map(name -> new Values.At<>(name, 0)).toList()) {
            StableDiffusion checkpoint = checkpoint(model);
            if (checkpoint != null && !choice(model.value()).isBundled() && !(values.has("verifier") && values.has("held-out"))) {
                problems.add(values.line("verifier"),
                        "verifier: name what steers and, under held-out, what looks ([] for nothing): the bundled"
                        + " ones know only the pictures of the bundled model");
            } else if (checkpoint != null && !choice(model.value()).isBundled() && values.has("bank") && verifiers().stream()
                    .flatMap(name -> VerifierNames.members(name).stream()).allMatch(Losses::isLoss)) {
                problems.add(values.line("verifier"), "verifier: a bank finishes every picture, so name a verifier of pictures beside the"
                        + " losses, such as jpeg");
            } else if (checkpoint != null) {
                for (Settings settings : settings(checkpoint)) {
                    items.addAll(items(part, choice(model.value()), checkpoint, settings, prompts, ways, seeds));
                }
            }
        }
        return items;
    }

    private List<WorkItem> items(String part, ModelChoice model, StableDiffusion checkpoint, Settings settings,
            List<PromptChoice.Chosen> prompts, List<Way> ways, List<Values.At<Long>> seeds) {
        List<WorkItem> items = new ArrayList<>();
        for (Values.At<Long> search : values.numbers("search-steps", 1, List.of((long) settings.steps()))) {
            for (Way way : ways) {
                List<Long> marks = marks(way, checkpoint, settings, search.value().intValue());
                boolean once = search.value() == settings.steps() && isAnytime(way) && !VerifierNames.members(way.verifier()).stream()
                        .allMatch(Losses::isLoss); // by noise alone, only the winner is finished, at one budget
                for (List<Long> readings : once ? List.of(marks) : marks.stream().map(List::of).toList()) {
                    if (!readings.isEmpty()) {
                        add(items, part, template(model, checkpoint, settings, search.value().intValue(), way, readings), readings,
                                prompts, seeds,
                                way);
                    }
                }
            }
        }
        return items;
    }

    /** One way for all prompts and seeds; checked once. */
    private void add(List<WorkItem> items, String part, Spec template, List<Long> readings, List<PromptChoice.Chosen> prompts,
            List<Values.At<Long>> seeds, Way way) {
        if (template == null || !feasibility.check(template, way.line())) {
            return;
        }
        feasibility.checkSeeds(template, seeds);
        Images images = values.choice("images", byName(), Images.BEST);
        boolean judged = values.choice("judge", YES_OR_NO, true);
        for (PromptChoice.Chosen prompt : prompts) {
            Prompt words = new Prompt(prompt.text(), null, values.word("negative", null), null);
            for (Values.At<Long> seed : seeds) {
                Spec spec = new Spec(template.model(), words, template.settings(), template.searchSteps(), template.algorithm(),
                        template.set(), template.verifier(), template.optimise(), template.heldOut(), template.verifiers(),
                        template.budget(), template.keep(), template.batch(), seed.value(), null, template.patience());
                items.add(new WorkItem(part, prompt.source(), spec, images, judged, values.has("bank"), readings, losses()));
            }
        }
    }

    private static Map<String, Images> byName() {
        Map<String, Images> names = new LinkedHashMap<>();
        for (Images images : Images.values()) {
            names.put(images.name().toLowerCase(Locale.ROOT), images);
        }
        return names;
    }

    /** A spec that lacks only its prompt and seed, or null where it is not possible. */
    private Spec template(ModelChoice model, StableDiffusion checkpoint, Settings settings, int searchSteps, Way way,
            List<Long> readings) {
        List<String> looking = new ArrayList<>(values.words("held-out").stream().map(Values.At::value).toList());
        if (!values.has("held-out") && model.isBundled() && !values.has("verifiers")) {
            looking.addAll(Workshop.usual());
        }
        if (values.has("bank")) {
            looking.addAll(pictures(verifiers()));
            looking.removeIf(Losses::isLoss);
        }
        looking.removeAll(VerifierNames.members(way.verifier()));
        String folder = values.word("verifiers", null);
        try {
            Budget budget = new Budget(readings.get(readings.size() - 1), null, null, null, null, null,
                    !values.choice("free-final", YES_OR_NO, false), values.number("pair", 1, 1));
            return new Spec(model, new Prompt(""), settings, searchSteps, way.algorithm(), way.set(), way.verifier(), 0,
                    looking.stream().distinct().toList(), folder == null ? null : base.resolve(folder).toAbsolutePath().normalize()
                            .toString(), budget,
                    values.number("keep", 1, 1), values.number("batch", 1, batch(checkpoint, settings, searchSteps, way, readings)), 0,
                            null,
                    values.one("patience", Values::decimal, PATIENCE));
        } catch (IllegalArgumentException e) {
            feasibility.blame(e, way.line());
            return null;
        }
    }

    /** As many as go together, but no more than are asked for at a time: rows that nobody asked for are computed too. */
    private static int batch(StableDiffusion checkpoint, Settings settings, int searchSteps, Way way, List<Long> readings) {
        int together = Algorithms.configured(way.algorithm(), way.set()).together();
        long candidates = readings.get(readings.size() - 1) / checkpoint.calls(settings.withSteps(searchSteps));
        return BatchSize.usual(settings, together > 0 ? together : candidates);
    }

    private boolean isAnytime(Way way) {
        return Algorithms.configured(way.algorithm(), way.set()).isAnytime();
    }

    /** Budgets in NFE, ascending. */
    private List<Long> marks(Way way, StableDiffusion checkpoint, Settings settings, int searchSteps) {
        if (!way.ofCandidates()) {
            return way.budgets().stream().sorted().distinct().toList();
        }
        boolean paysLast = searchSteps != settings.steps() && !values.choice("free-final", YES_OR_NO, false);
        long last = paysLast ? (long) values.number("keep", 1, 1) * checkpoint.calls(settings) : 0;
        long each = checkpoint.calls(settings.withSteps(searchSteps));
        int pair = settings.guidance() > 1 ? values.number("pair", 1, 1) : 1;
        return way.budgets().stream().map(count -> (count * each + last) * pair).sorted().distinct().toList();
    }

    private List<Way> ways() {
        boolean isBank = values.has("bank");
        if (isBank && (values.has("algorithm") || values.has("budget") || values.has("nfe"))) {
            problems.add(values.line("bank"), "bank: draws so many independent noises of every prompt, so it takes no algorithm, budget or"
                    + " nfe; name them in another part");
        }
        if (!isBank && values.has("budget") && values.has("nfe")) {
            problems.add(values.line("budget"), "budget: counts the same as nfe; give one of them");
        }
        boolean ofCandidates = isBank || !values.has("nfe");
        List<Long> budgets = values.numbers(isBank ? "bank" : ofCandidates ? "budget" : "nfe", 1, List.of(16L)).stream()
                .map(Values.At::value).toList();
        List<Way> ways = new ArrayList<>();
        List<String> verifiers = verifiers();
        if (isBank) { // chosen from afterwards, by each of them
            verifiers = pictures(verifiers).stream().limit(1).toList();
        }
        for (Values.At<Map.Entry<String, Map<String, String>>> algorithm : isBank
                ? List.of(new Values.At<>(Map.entry("random", Map.<String, String>of()), values.line("bank"))) : algorithms()) {
            for (String verifier : verifiers) {
                ways.add(new Way(algorithm.value().getKey(), algorithm.value().getValue(), verifier, budgets, ofCandidates,
                        algorithm.line()));
            }
        }
        if (ways.isEmpty() && problems.isEmpty()) {
            problems.add(values.keys().line(), "verifier: name what steers the search");
        }
        return ways;
    }

    /** What is named to steer; the usual verifier where nothing is. */
    private List<String> verifiers() {
        return values.all("verifier", List::of, Workshop.usual().stream().limit(1).toList()).stream().map(Values.At::value).toList();
    }

    /** Of {@code verifiers} those that look at pictures, members of ensembles alone; the usual one where there are losses only. */
    private List<String> pictures(List<String> verifiers) {
        List<String> pictures = verifiers.stream().flatMap(name -> VerifierNames.members(name).stream())
                .filter(name -> !Losses.isLoss(name)).distinct().toList();
        return pictures.isEmpty() ? Workshop.usual().stream().limit(1).toList() : pictures;
    }

    /** What a bank's noises are asked about; in other parts losses are verifiers as any. */
    private LossChoice losses() {
        return values.has("bank") ? LossChoice.among(verifiers()) : LossChoice.NONE;
    }

    /** Algorithms by name, or as {name: zo-4, set: {tau: 0.9}}; those that are not possible are left out. */
    private List<Values.At<Map.Entry<String, Map<String, String>>>> algorithms() {
        List<Values.At<Map.Entry<String, Map<String, String>>>> all = new ArrayList<>();
        Node node = values.keys().fields().get("algorithm");
        List<Node> nodes = node == null ? List.of(new Node.Word("random", values.keys().line()))
                : node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
        for (Node one : nodes) {
            Map<String, String> set = new LinkedHashMap<>();
            String name = one instanceof Node.Word word ? word.text() : null;
            if (one instanceof Node.Mapping mapping) {
                name = mapping.fields().get("name") instanceof Node.Word word ? word.text() : null;
                if (mapping.fields().get("set") instanceof Node.Mapping settings) {
                    settings.fields().forEach((key, value) -> set.put(key, value instanceof Node.Word word ? word.text()
                            : value.toString()));
                }
                Set<String> odd = new HashSet<>(mapping.fields().keySet());
                odd.removeAll(Set.of("name", "set"));
                odd.forEach(key -> problems.add(mapping.line(), "algorithm: '" + key + "' is not known; there are name, set"));
            }
            if (name == null) {
                problems.add(one.line(), "algorithm: takes names, or {name: zo-4, set: {tau: 0.9}}");
                continue;
            }
            try {
                Algorithms.configured(name, set);
                all.add(new Values.At<>(Map.entry(name, Collections.unmodifiableMap(set)), one.line()));
            } catch (IllegalArgumentException e) {
                problems.add(one.line(), e.getMessage());
            }
        }
        return all;
    }

    private ModelChoice choice(String model) {
        return new ModelChoice(model, values.word("tokenizer", null), null, null, values.word("prediction", null),
                values.word("device", "auto"), values.word("precision", "auto")).absolute();
    }

    private StableDiffusion checkpoint(Values.At<String> model) {
        try {
            return workshop.checkpoint(choice(model.value()));
        } catch (IllegalArgumentException e) {
            feasibility.blame(e, model.line());
            return null;
        }
    }

    /** The product of what may be lists among the settings. */
    private List<Settings> settings(StableDiffusion checkpoint) {
        List<Settings> all = new ArrayList<>();
        int[] size = values.one("size", PartReader::size, new int[] {checkpoint.side(), checkpoint.side()});
        for (Values.At<Long> steps : values.numbers("steps", 1, List.of((long) checkpoint.steps()))) {
            for (Values.At<Double> guidance : values.all("guidance", text -> List.of(Values.decimal(text)),
                    List.of(checkpoint.guidance()))) {
                try {
                    Settings settings = new Settings(size[0], size[1], (int) Math.min(steps.value(), Integer.MAX_VALUE),
                            values.word("sampler", null), guidance.value(), values.one("guidance-rescale", Values::decimal, 0.0),
                            values.one("eta", Values::decimal, 0.0), values.number("clip-skip", 0, 0), AttentionSettings.NONE);
                    checkpoint.check(settings);
                    all.add(settings);
                } catch (IllegalArgumentException e) {
                    feasibility.blame(e, steps.line());
                }
            }
        }
        return all;
    }

    private static int[] size(String text) {
        if (!text.matches("\\d{1,5}x\\d{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not a width and height such as 512x768");
        }
        return new int[] {Integer.parseInt(text.split("x")[0]), Integer.parseInt(text.split("x")[1])};
    }
}
