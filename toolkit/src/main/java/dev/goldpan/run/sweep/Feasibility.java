package dev.goldpan.run.sweep;

import dev.goldpan.guide.Losses;
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
import dev.goldpan.verify.VerifierNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Whether a search can be done as a spec says, found out without doing it. */
final class Feasibility {
    private final Values values;
    private final Workshop workshop;
    private final Map<String, Boolean> opened = new HashMap<>();

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
            known &= opened.computeIfAbsent(name, wanted -> opens(spec, wanted));
        }
        try {
            Algorithm algorithm = Algorithms.configured(spec.algorithm(), spec.set());
            Grounds grounds = grounds(spec);
            if (spec.budget().nfe() < grounds.calls()) {
                throw new IllegalArgumentException((values.has("nfe") ? "nfe: " : "budget: ") + spec.budget().nfe() + " evaluations do not"
                        + " pay for one candidate of " + grounds.calls());
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

    private boolean opens(Spec spec, String name) {
        try {
            if (!Losses.isLoss(name)) {
                workshop.verifier(spec, name);
            }
            return true;
        } catch (IllegalArgumentException e) {
            int line = values.words("verifier").stream().filter(at -> VerifierNames.members(at.value()).contains(name)).map(Values.At::line)
                    .findFirst().orElse(values.line("held-out"));
            values.problems().add(line, e.getMessage().replaceFirst("^--", ""));
            return false;
        }
    }

    /** Searches whose candidates are seeds in a row must not share them. */
    void checkSeeds(Spec spec, List<Values.At<Long>> seeds) {
        if (!Algorithms.configured(spec.algorithm(), spec.set()).isIndependent()) {
            return;
        }
        Grounds grounds = grounds(spec);
        long candidates = spec.budget().nfe() / Math.max(1, grounds.look()); // a noise that is judged alone costs one evaluation
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
        return spec.steering().size() == 1 && opened.getOrDefault(first, false) && !Losses.isLoss(first)
                && Workshop.leadsBack(workshop.verifier(spec, first));
    }
}
