package dev.goldpan.run;

import dev.goldpan.guide.Guides;
import dev.goldpan.guide.Losses;
import dev.goldpan.guide.PromptAttention;
import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.Watcher;
import dev.goldpan.sample.Nudge;
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
import dev.goldpan.verify.Llm;
import dev.goldpan.verify.Metered;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What one spec needs, at hand: the model with its prompt, the verifiers that steer and those that look. Only the prompt is its own,
 * and the losses that read what the model makes of it; the rest belongs to a workshop.
 *
 * @param model its networks
 * @param task the prompt on them
 * @param attention what the losses of the prompt read, or null where none is asked
 * @param steering one verifier, or the members of an ensemble
 * @param heldOut verifiers that only look
 */
record Workbench(LoadedModel model, PromptTask task, PromptAttention attention, List<Verifier> steering, List<Verifier> heldOut)
        implements AutoCloseable {
    static Workbench of(Spec spec, Workshop workshop, Listener listener) {
        workshop.checkpoint(spec.model()).check(spec.settings());
        List<String> names = Stream.concat(spec.steering().stream(), spec.heldOut().stream()).toList();
        names.stream().filter(name -> !Losses.isLoss(name)).forEach(name -> workshop.verifier(spec, name).checkPrompt(spec.prompt()));
        LoadedModel model = workshop.model(spec); // everything above fails before it is read
        Watcher watcher = new Watcher() {
            @Override
            public void warns(String line) {
                listener.warns(line);
            }
        };
        PromptTask task = new PromptTask(model, spec.prompt(), spec.settings(), Guides.of(spec.settings(), listener::subjects), watcher);
        try {
            PromptAttention attention = names.stream().anyMatch(Losses::isLoss)
                    ? new PromptAttention(model, spec.prompt(), spec.settings(), task.given()) : null;
            if (attention != null && spec.settings().attention().guide() == null) { // else they have been told
                listener.subjects(attention.subjects());
            }
            if (spec.optimise() > 0) {
                attention.descent(spec.verifier(), spec.optimise()); // fails before anything is written
            }
            Function<String, Verifier> open = name -> Losses.isLoss(name) ? attention.verifier(name) : workshop.verifier(spec, name);
            return new Workbench(model, task, attention, spec.steering().stream().map(open).toList(),
                    spec.heldOut().stream().map(open).toList());
        } catch (RuntimeException e) {
            task.close();
            throw e;
        }
    }

    /** What a run by {@code spec} is to do. @param blobs where gradients are kept */
    Plan plan(Spec spec, Blobs blobs) {
        Algorithm algorithm = Algorithms.configured(spec.algorithm(), spec.set());
        int look = spec.optimise() > 0 ? spec.optimise() : steering.stream().anyMatch(Metered.class::isInstance) ? 1 : 0;
        return new Plan(algorithm, grounds(spec, blobs), spec.budget(), new Course.Steps(spec.settings().steps()), spec.keep(),
                task.forwards(), look, spec.optimise() > 0 ? OptimisingEvaluator::hasPassed : scored -> false);
    }

    /** What the search is told. @param blobs where gradients are kept */
    Grounds grounds(Spec spec, Blobs blobs) {
        Course.Steps course = new Course.Steps(spec.searchSteps());
        int calls = course.schedule(task.sampler(), task.path()).size();
        boolean byNoise = steering.stream().allMatch(verifier -> Set.of(Need.NOISE, Need.PROMPT).containsAll(verifier.info().needs()));
        Long nfe = spec.budget().nfe();
        Integer candidates = spec.budget().candidates();
        int pair = task.forwards() > 1 ? spec.budget().pair() : 1;
        long most = nfe != null ? nfe / pair : candidates != null ? (long) candidates * calls : Long.MAX_VALUE;
        return new Grounds(spec.seed(), spec.around(), LongStream.of(task.shape()).boxed().toList(), course,
                other -> other.schedule(task.sampler(), task.path()), task.horizon(), task.sampler().isStochastic(),
                new Objective(steering.stream().map(verifier -> verifier.info().name()).toList()), byNoise ? 0 : calls, spec.batch(),
                most, hasGradient() ? blobs : null);
    }

    /** Whether what steers has a gradient that leads back through the finished picture alone, and latents went where they were sent. */
    private boolean hasGradient() {
        return task.nudge() == Nudge.NONE && steering.size() == 1 && Workshop.leadsBack(steering.get(0));
    }

    /** The same without the language models, which are paid; it shares everything with this one, which is closed. */
    Workbench unpaid() {
        return new Workbench(model, task, attention, steering.stream().filter(verifier -> !(verifier instanceof Llm)).toList(),
                heldOut.stream().filter(verifier -> !(verifier instanceof Llm)).toList());
    }

    ModelEvaluator evaluator(Spec spec, Set<Integer> stations, Blobs blobs) {
        Duration patience = Duration.ofMillis((long) (spec.patience() * 1000));
        return new ModelEvaluator(task, steering, heldOut, spec.batch(), stations, patience, blobs);
    }

    /** What looks at candidates: {@code evaluator}, after noise was optimised where that is asked. @param blobs where that noise goes */
    Evaluator looking(Spec spec, ModelEvaluator evaluator, Blobs blobs) {
        return spec.optimise() == 0 ? evaluator
                : new OptimisingEvaluator(evaluator, attention.descent(spec.verifier(), spec.optimise()), blobs);
    }

    /** What it all is, as text. */
    String manifest() {
        List<VerifierInfo> infos = Stream.concat(steering.stream(), heldOut.stream()).map(Verifier::info).toList();
        return Manifest.write(model.model(), EngineFacts.ask().summary(), infos);
    }

    @Override
    public void close() {
        if (attention != null) {
            attention.close();
        }
        task.close();
    }
}
