package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.BatchSize;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import dev.goldpan.search.Budget;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.VerifierNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The work that one part of a spec asks for: the product of its lists. */
final class PartReader {
    static final String NO_PROMPTS = "prompts: there are none; give a list, a file or a set, such as 'prompts: {set: animal-animal}'";
    private static final double PATIENCE = 120;
    private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);

    private final Values values;
    private final Problems problems;
    private final Path base;
    private final List<String> models;
    private final Workshop workshop;
    private final Feasibility feasibility;
    private final WayReader ways;

    PartReader(Values values, Path base, List<String> models, Workshop workshop) {
        this.values = values;
        this.problems = values.problems();
        this.base = base;
        this.models = models;
        this.workshop = workshop;
        this.feasibility = new Feasibility(values, workshop);
        this.ways = new WayReader(values, problems);
    }

    /** @param part its name */
    List<WorkItem> items(String part) {
        if (!values.has("prompts")) {
            problems.add(values.keys().line(), NO_PROMPTS);
            return List.of();
        }
        List<PromptChoice.Chosen> prompts = PromptChoice.read(values.keys().fields().get("prompts"), base, problems);
        List<Way> asked = ways.ways();
        List<Values.At<Long>> seeds = values.numbers("seed", 0, List.of(0L));
        List<WorkItem> items = new ArrayList<>();
        for (Values.At<String> model : models.isEmpty() ? values.all("model", List::of, List.of("mini"))
                : models.stream().map(name -> new Values.At<>(name, 0)).toList()) {
            StableDiffusion checkpoint = checkpoint(model);
            if (checkpoint != null && !choice(model.value()).isBundled() && !(values.has("verifier") && values.has("held-out"))) {
                problems.add(values.line("verifier"),
                        "verifier: name what steers and, under held-out, what looks ([] for nothing): the bundled"
                        + " ones know only the pictures of the bundled model");
            } else if (checkpoint != null && !choice(model.value()).isBundled() && values.has("bank") && ways.verifiers().stream()
                    .flatMap(name -> VerifierNames.members(name).stream()).allMatch(Losses::isLoss)) {
                problems.add(values.line("verifier"), "verifier: a bank finishes every picture, so name a verifier of single pictures too,"
                        + " such as jpeg");
            } else if (checkpoint != null) {
                for (Settings settings : new SettingsReader(values, feasibility).settings(checkpoint.usualSettings(), checkpoint::check)) {
                    items.addAll(items(part, choice(model.value()), checkpoint, settings, prompts, asked, seeds));
                }
            }
        }
        return items;
    }

    private List<WorkItem> items(String part, ModelChoice model, StableDiffusion checkpoint, Settings settings,
            List<PromptChoice.Chosen> prompts, List<Way> asked, List<Values.At<Long>> seeds) {
        List<WorkItem> items = new ArrayList<>();
        for (Values.At<Long> search : values.numbers("search-steps", 1, List.of((long) settings.steps()))) {
            for (Way way : asked) {
                List<Long> marks = marks(way, checkpoint, settings, search.value().intValue());
                boolean once = search.value() == settings.steps() && way.configured().isAnytime()
                        && !way.isByNoise(); // then only the winner is finished, at one budget
                for (List<Long> readings : once ? List.of(marks) : marks.stream().map(List::of).toList()) {
                    if (!readings.isEmpty()) {
                        add(items, part, template(model, checkpoint, settings, search.value().intValue(), way, readings), readings,
                                prompts, seeds, way, ways.losses(told(settings), loss ->
                                        Losses.form(loss, told(settings), checkpoint, settings)));
                    }
                }
            }
        }
        return items;
    }

    /** One way for all prompts and seeds; checked once. */
    private void add(List<WorkItem> items, String part, Spec template, List<Long> readings, List<PromptChoice.Chosen> prompts,
            List<Values.At<Long>> seeds, Way way, List<LossChoice> losses) {
        if (template == null || !feasibility.check(template, way.line()) || !feasibility.checkPrompts(template, prompts)
                || !feasibility.checkOracles(template, ways.oracles())) {
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
                items.add(new WorkItem(part, prompt.source(), spec, images, judged, values.has("bank"), readings, losses, ways.oracles()));
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

    /** Notes what is wrong of the keys that are read one by one for each search. */
    static void checkRest(Values values) {
        values.numbers("seed", 0, List.of(0L));
        values.numbers("search-steps", 1, List.of(1L));
        values.choice("images", byName(), Images.BEST);
        values.choice("judge", YES_OR_NO, true);
        values.choice("free-final", YES_OR_NO, false);
        Stream.of("keep", "pair", "batch").forEach(key -> values.number(key, 1, 1));
        values.one("patience", Values::decimal, PATIENCE);
    }

    /** What losses of noise are told: nothing of what guides the picture afterwards. */
    private static AttentionSettings told(Settings settings) {
        return settings.attention().unguided();
    }

    /** A spec that lacks only its prompt and seed, or null where it is not possible. */
    private Spec template(ModelChoice model, StableDiffusion checkpoint, Settings settings, int searchSteps, Way way,
            List<Long> readings) {
        List<String> looking = new ArrayList<>(values.words("held-out").stream().map(Values.At::value).toList());
        if (!values.has("held-out") && model.isBundled() && !values.has("verifiers")) {
            looking.addAll(Workshop.usual());
        }
        if (values.has("bank")) {
            looking.addAll(ways.pictures());
            looking.removeIf(Losses::isLoss);
        }
        looking.removeAll(VerifierNames.members(way.verifier()));
        List<String> losses = Stream.of(Stream.ofNullable(settings.attention().guide()), looking.stream(),
                VerifierNames.members(way.verifier()).stream()).flatMap(names -> names).filter(Losses::isLoss).toList();
        Settings made = settings.with(losses.isEmpty() ? AttentionSettings.NONE // what nobody reads makes no other work
                : Losses.heard(settings.attention(), losses));
        String folder = values.word("verifiers", null);
        try {
            Budget budget = new Budget(readings.get(readings.size() - 1), null, null, null, null, null,
                    !values.choice("free-final", YES_OR_NO, false), values.number("pair", 1, 1));
            return new Spec(model, new Prompt(""), made, searchSteps, way.algorithm(), way.set(), way.verifier(), way.optimise(),
                    looking.stream().distinct().toList(),
                    folder == null ? null : base.resolve(folder).toAbsolutePath().normalize().toString(), budget,
                    values.number("keep", 1, 1), values.number("batch", 1, batch(checkpoint, settings, searchSteps, way, budget)), 0,
                    null, values.one("patience", Values::decimal, PATIENCE));
        } catch (IllegalArgumentException e) {
            feasibility.blame(e, way.line());
            return null;
        }
    }

    /** As many as go together, but no more than are asked for at a time: rows that nobody asked for are computed too. */
    private static int batch(StableDiffusion checkpoint, Settings settings, int searchSteps, Way way, Budget budget) {
        int together = way.configured().together();
        long candidates = budget.pays(checkpoint.calls(settings.withSteps(searchSteps)), settings.guidance() > 1);
        return way.optimise() > 0 ? 1 : BatchSize.usual(settings, together > 0 ? together : candidates); // any noise may be good enough
    }

    /** Budgets in NFE, ascending. */
    private List<Long> marks(Way way, StableDiffusion checkpoint, Settings settings, int searchSteps) {
        boolean runsLast = way.isByNoise() && way.unit() == Way.Unit.LOSSES || searchSteps != settings.steps();
        boolean paysLast = runsLast && !values.choice("free-final", YES_OR_NO, false);
        long last = paysLast ? (long) values.number("keep", 1, 1) * checkpoint.calls(settings) : 0;
        long each = checkpoint.calls(settings.withSteps(searchSteps));
        int pair = settings.guidance() > 1 ? values.number("pair", 1, 1) : 1;
        return way.budgets().stream().map(budget -> way.nfe(budget, each, last, pair)).sorted().distinct().toList();
    }

    private ModelChoice choice(String model) {
        return new ModelChoice(model, values.word("tokenizer", null), values.word("unet", null), values.word("vae", null),
                values.word("prediction", null),
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
}
