package dev.goldpan.run;

import dev.goldpan.guide.Guides;
import dev.goldpan.guide.Losses;
import dev.goldpan.guide.NoiseDescent;
import dev.goldpan.guide.PromptAttention;
import dev.goldpan.model.Bundled;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.model.Watcher;
import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Course;
import dev.goldpan.search.Evaluator;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Objective;
import dev.goldpan.search.PromptTask;
import dev.goldpan.tensor.EngineFacts;
import dev.goldpan.tensor.Precision;
import dev.goldpan.verify.Metered;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import dev.goldpan.verify.Verifiers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What one spec needs, loaded: the model with its prompt, the verifiers that steer and those that look.
 *
 * @param model its networks
 * @param task the prompt on them
 * @param attention what the losses of the prompt read, or null where no loss is asked
 * @param steering one verifier, or the members of an ensemble
 * @param heldOut verifiers that only look
 */
record Workbench(LoadedModel model, PromptTask task, PromptAttention attention, List<Verifier> steering, List<Verifier> heldOut)
        implements AutoCloseable {
    private static final Predicate<String> OF_ONE_PROMPT = name -> !Set.of("fid", "is", "class").contains(name);

    static Workbench open(Spec spec, Listener listener) {
        StableDiffusion checkpoint = spec.model().open();
        checkpoint.check(spec.settings());
        List<String> names = Stream.concat(Spec.members(spec.verifier()).stream(), spec.heldOut().stream()).toList();
        Map<String, Verifier> opened = new LinkedHashMap<>();
        LoadedModel model = null;
        try {
            Verifiers known = verifiers(spec, checkpoint);
            names.stream().filter(name -> !isLoss(name)).forEach(name -> opened.put(name, single(known, name)));
            model = LoadedModel.of(checkpoint, spec.settings().clipSkip());
            Watcher watcher = new Watcher() {
                @Override
                public void warns(String line) {
                    listener.warns(line);
                }
            };
            PromptTask task = new PromptTask(model, spec.prompt(), spec.settings(), Guides.of(spec.settings(), listener::subjects), watcher);
            PromptAttention attention = names.stream().noneMatch(Workbench::isLoss) ? null
                    : new PromptAttention(model, spec.prompt(), spec.settings(), task.given());
            if (attention != null && spec.settings().attention().guide() == null) {
                listener.subjects(attention.subjects());
            }
            names.stream().filter(Workbench::isLoss).forEach(name -> opened.put(name, attention.verifier(name)));
            if (spec.optimise() > 0) {
                descent(attention, spec); // fails now, before anything is written
            }
            List<Verifier> all = names.stream().map(opened::get).toList();
            int steering = Spec.members(spec.verifier()).size();
            return new Workbench(model, task, attention, all.subList(0, steering), all.subList(steering, all.size()));
        } catch (RuntimeException e) {
            opened.values().forEach(Verifier::close);
            if (model != null) {
                model.close();
            }
            throw e;
        }
    }

    private static boolean isLoss(String name) {
        return Losses.names().contains(name);
    }

    /** What a run by {@code spec} is to do. */
    Plan plan(Spec spec) {
        Algorithm algorithm = Algorithms.configured(spec.algorithm(), spec.set());
        int look = spec.optimise() > 0 ? spec.optimise() : steering.stream().anyMatch(Metered.class::isInstance) ? 1 : 0;
        return new Plan(algorithm, grounds(spec), spec.budget(), new Course.Steps(spec.settings().steps()), spec.keep(),
                task.forwards(), look, OptimisingEvaluator::hasPassed);
    }

    /** {@code evaluator}, before which every noise is optimised by the loss that steers. */
    Evaluator optimising(Spec spec, ModelEvaluator evaluator, Blobs blobs) {
        return new OptimisingEvaluator(evaluator, descent(attention, spec), blobs);
    }

    private static NoiseDescent descent(PromptAttention attention, Spec spec) {
        if (!isLoss(spec.verifier())) {
            throw new IllegalArgumentException("--optimise: follows one loss, and '" + spec.verifier() + "' is none");
        }
        return attention.descent(spec.verifier(), spec.optimise());
    }

    private static Verifiers verifiers(Spec spec, StableDiffusion checkpoint) {
        Path folder = spec.verifiers() != null ? Path.of(spec.verifiers()) : Bundled.isThere() ? Bundled.verifiers() : Path.of("verifiers");
        return new Verifiers(folder, checkpoint.device(), Precision.FP32, Duration.ofMillis((long) (spec.patience() * 1000)));
    }

    private static Verifier single(Verifiers known, String name) {
        if (!OF_ONE_PROMPT.test(name)) {
            throw new IllegalArgumentException("--verifier: '" + name + "' scores a population of many images or a class, not the"
                    + " candidates of one prompt; there are " + String.join(", ", Verifiers.names().stream().filter(OF_ONE_PROMPT).toList())
                    + " and the losses " + String.join(", ", Losses.names()));
        }
        Verifier verifier = known.open(name);
        if (verifier.info().scope() != VerifierInfo.Scope.POINT) {
            verifier.close();
            throw new IllegalArgumentException("--verifier: '" + name + "' scores a pool of candidates, and an ensemble's members must"
                    + " score single ones; name them alone");
        }
        return verifier;
    }

    /** What the search is told. */
    Grounds grounds(Spec spec) {
        Course.Steps course = new Course.Steps(spec.searchSteps());
        int calls = course.schedule(task.sampler(), task.path()).size();
        boolean byNoise = steering.stream().allMatch(verifier -> Set.of(Need.NOISE, Need.PROMPT).containsAll(verifier.info().needs()));
        Long nfe = spec.budget().nfe();
        Integer candidates = spec.budget().candidates();
        long most = nfe != null ? nfe : candidates != null ? (long) candidates * calls : Long.MAX_VALUE;
        return new Grounds(spec.seed(), spec.around(), LongStream.of(task.shape()).boxed().toList(), course,
                other -> other.schedule(task.sampler(), task.path()), task.horizon(), task.sampler().isStochastic(),
                new Objective(steering.stream().map(verifier -> verifier.info().name()).toList()), byNoise ? 0 : calls, spec.batch(),
                most);
    }

    ModelEvaluator evaluator(Spec spec, Set<Integer> stations, Blobs blobs) {
        return new ModelEvaluator(task, steering, heldOut, spec.batch(), stations, Duration.ofMillis((long) (spec.patience() * 1000)), blobs);
    }

    /** What it all is, as text. */
    String manifest() {
        List<VerifierInfo> infos = Stream.concat(steering.stream(), heldOut.stream()).map(Verifier::info).toList();
        return Manifest.write(model.model(), EngineFacts.ask().summary(), infos);
    }

    @Override
    public void close() {
        Stream.concat(steering.stream(), heldOut.stream()).forEach(Verifier::close);
        task.close();
        model.close();
    }
}
