package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Plan;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import dev.goldpan.sample.SchedulerConfig;
import dev.goldpan.sample.Sampler;
import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Course;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.Objective;
import dev.goldpan.text.Prompt;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whether a search can be done as a spec says, found out without doing it. */
final class Feasibility {
    private final Values values;
    private final Workshop workshop;
    private final Map<Asked, Boolean> opened = new HashMap<>();

    /** A verifier by its name, and whose pictures it is asked about. */
    private record Asked(ModelChoice model, String verifier) {}

    Feasibility(Values values, Workshop workshop) {
        this.values = values;
        this.workshop = workshop;
    }

    /** Notes what {@code thrown} says at the line of the key that it names, else at {@code line}. */
    void blame(IllegalArgumentException thrown, int line) {
        String message = thrown.getMessage().replaceFirst("^--", "");
        String key = message.replaceFirst(":.*", "");
        values.problems().add(values.has(key) ? values.line(key) : line, message);
    }

    /** Whether {@code spec} can be done; what is wrong is noted. @param line of its algorithm */
    boolean check(Spec spec, int line) {
        boolean known = true;
        List<String> names = new ArrayList<>(spec.steering());
        names.addAll(spec.heldOut());
        for (String name : names) {
            known &= opened.computeIfAbsent(new Asked(spec.model(), name), asked -> opens(spec, asked.verifier));
        }
        try {
            Algorithm algorithm = Algorithms.configured(spec.algorithm(), spec.set());
            Grounds grounds = grounds(spec);
            int looks = looks(spec, grounds);
            long one = looks + (looks > 0 && !spec.budget().finalCharged() ? 0 : grounds.calls());
            if (spec.budget().nfe() < one) {
                throw new IllegalArgumentException((values.has("nfe") ? "nfe: " : "budget: ") + spec.budget().nfe() + " evaluations do not"
                        + " pay for one candidate of " + one);
            }
            new Plan(algorithm, grounds, spec.budget(), new Course.Steps(spec.settings().steps()), spec.keep(),
                    spec.settings().guidance() > 1 ? 2 : 1);
            algorithm.begin(grounds);
            return known;
        } catch (IllegalArgumentException e) {
            blame(e, line);
            return false;
        }
    }

    /** Evaluations of losses that a look at one noise takes; none where pictures are looked at. */
    private static int looks(Spec spec, Grounds grounds) {
        return grounds.look() > 0 ? 0 : Math.max(1, spec.optimise());
    }

    /** Whether every prompt has the losses and verifiers that {@code spec} asks of each; what is wrong is noted. */
    boolean checkPrompts(Spec spec, List<PromptChoice.Chosen> prompts) {
        AttentionSettings told = spec.settings().attention();
        List<String> losses = Stream.of(Stream.ofNullable(told.guide()), spec.steering().stream(), spec.heldOut().stream())
                .flatMap(names -> names).filter(Losses::isLoss).distinct().toList();
        List<Verifier> verifiers = Stream.concat(spec.steering().stream(), spec.heldOut().stream()).filter(name -> !Losses.isLoss(name))
                .map(name -> workshop.verifier(spec, name)).toList();
        boolean all = true;
        for (PromptChoice.Chosen prompt : prompts) {
            try {
                verifiers.forEach(verifier -> verifier.checkPrompt(new Prompt(prompt.text())));
                losses.forEach(loss -> Losses.checkPrompt(loss, prompt.text(), told.tokens()));
            } catch (IllegalArgumentException e) {
                all = false;
                values.problems().add(prompt.line(), "prompts: “" + prompt.text() + "”: " + e.getMessage()
                        .replace("--tokens:", "tokens:").replace("--tokens ", "tokens: ").replace("use --loss ", "use "));
            }
        }
        return all;
    }

    /** Whether {@code oracles} can choose among the pictures of {@code spec}; what is wrong is noted. */
    boolean checkOracles(Spec spec, List<String> oracles) {
        try {
            oracles.forEach(oracle -> workshop.checkOracle(spec, oracle));
            return true;
        } catch (IllegalArgumentException e) {
            blame(e, values.line("verifier"));
            return false;
        }
    }

    private boolean opens(Spec spec, String name) {
        try {
            if (!Losses.isLoss(name)) {
                workshop.verifier(spec, name);
            }
            return true;
        } catch (IllegalArgumentException e) {
            int line = values.words("verifier").stream().filter(at -> VerifierNames.members(at.value()).contains(name)).map(Values.At::line)
                    .findFirst().orElse(values.line("held-out"));
            values.problems().add(line, e.getMessage().replaceFirst("^--", "").replace("with --verifiers DIR", "under verifiers"));
            return false;
        }
    }

    /** Searches whose candidates are seeds in a row must not share them. */
    void checkSeeds(Spec spec, List<Values.At<Long>> seeds) {
        if (!Algorithms.configured(spec.algorithm(), spec.set()).isIndependent()) {
            return;
        }
        Grounds grounds = grounds(spec);
        int looks = looks(spec, grounds);
        int pair = spec.settings().guidance() > 1 ? spec.budget().pair() : 1;
        long last = looks > 0 && spec.budget().finalCharged()
                ? (long) spec.keep() * grounds.calls(new Course.Steps(spec.settings().steps())) * pair : 0;
        long candidates = (spec.budget().nfe() - last) / (looks > 0 ? looks : grounds.look());
        long[] sorted = seeds.stream().mapToLong(Values.At::value).sorted().toArray();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] - sorted[i - 1] < candidates) {
                values.problems().add(values.line("seed"), "seed: the " + candidates + " noises from " + sorted[i - 1]
                        + " on are seeds in a row"
                        + " and meet those from " + sorted[i] + "; space them, for instance 0-" + candidates * (sorted.length - 1)
                        + " (+" + candidates + ")");
                return;
            }
        }
    }

    private Grounds grounds(Spec spec) {
        StableDiffusion checkpoint = workshop.checkpoint(spec.model());
        SchedulerConfig scheduler = checkpoint.scheduler(spec.settings());
        Sampler sampler = scheduler.sampler();
        Course.Steps course = new Course.Steps(spec.searchSteps());
        int calls = course.schedule(sampler, scheduler.path()).size();
        int look = spec.steering().stream().allMatch(Losses::isLoss) ? 0 : calls;
        return new Grounds(spec.seed(), null, LongStream.of(checkpoint.latentShape(spec.settings())).boxed().toList(), course,
                other -> other.schedule(sampler, scheduler.path()), scheduler.path().betas().steps(), sampler.isStochastic(),
                new Objective(spec.steering()), look, spec.batch(), spec.budget().nfe(), hasGradient(spec) ? Blobs.none() : null);
    }

    private boolean hasGradient(Spec spec) {
        String first = spec.steering().get(0);
        return spec.settings().attention().guide() == null && spec.steering().size() == 1
                && opened.getOrDefault(new Asked(spec.model(), first), false) && !Losses.isLoss(first)
                && Workshop.leadsBack(workshop.verifier(spec, first));
    }
}
