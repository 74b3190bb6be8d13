package dev.goldpan.run;

import dev.goldpan.model.LoadedModel;
import dev.goldpan.model.Watcher;
import dev.goldpan.search.Blobs;
import dev.goldpan.search.Course;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Objective;
import dev.goldpan.search.PromptTask;
import dev.goldpan.tensor.EngineFacts;
import dev.goldpan.verify.Differentiable;
import dev.goldpan.verify.Need;
import dev.goldpan.verify.Verifier;
import dev.goldpan.verify.VerifierInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What one spec needs, at hand: the model with its prompt, the verifiers that steer and those that look. Only the prompt is its own;
 * the rest belongs to a workshop.
 *
 * @param model its networks
 * @param task the prompt on them
 * @param steering one verifier, or the members of an ensemble
 * @param heldOut verifiers that only look
 */
record Workbench(LoadedModel model, PromptTask task, List<Verifier> steering, List<Verifier> heldOut) implements AutoCloseable {
    static Workbench of(Spec spec, Workshop workshop, Listener listener) {
        workshop.checkpoint(spec.model()).check(spec.settings());
        List<Verifier> steering = spec.steering().stream().map(name -> workshop.verifier(spec, name)).toList();
        List<Verifier> heldOut = spec.heldOut().stream().map(name -> workshop.verifier(spec, name)).toList();
        LoadedModel model = workshop.model(spec);
        Watcher watcher = new Watcher() {
            @Override
            public void warns(String line) {
                listener.warns(line);
            }
        };
        return new Workbench(model, new PromptTask(model, spec.prompt(), spec.settings(), watcher), steering, heldOut);
    }

    /** What the search is told. @param blobs where gradients are kept */
    Grounds grounds(Spec spec, Blobs blobs) {
        Course.Steps course = new Course.Steps(spec.searchSteps());
        int calls = course.schedule(task.sampler(), task.path()).size();
        boolean byNoise = steering.stream().allMatch(verifier -> Set.of(Need.NOISE, Need.PROMPT).containsAll(verifier.info().needs()));
        Long nfe = spec.budget().nfe();
        Integer candidates = spec.budget().candidates();
        long most = nfe != null ? nfe : candidates != null ? (long) candidates * calls : Long.MAX_VALUE;
        return new Grounds(spec.seed(), spec.around(), LongStream.of(task.shape()).boxed().toList(), course,
                other -> other.schedule(task.sampler(), task.path()), task.horizon(), task.sampler().isStochastic(),
                new Objective(steering.stream().map(verifier -> verifier.info().name()).toList()), byNoise ? 0 : calls, spec.batch(),
                most, hasGradient() ? blobs : null);
    }

    /** Whether what steers has a gradient that leads back through the finished picture alone. */
    private boolean hasGradient() {
        return steering.size() == 1 && steering.get(0) instanceof Differentiable verifier
                && Set.of(Need.IMAGE, Need.LATENT, Need.PROMPT).containsAll(verifier.info().needs());
    }

    ModelEvaluator evaluator(Spec spec, Set<Integer> stations, Blobs blobs) {
        Duration patience = Duration.ofMillis((long) (spec.patience() * 1000));
        return new ModelEvaluator(task, steering, heldOut, spec.batch(), stations, patience, blobs);
    }

    /** What it all is, as text. */
    String manifest() {
        List<VerifierInfo> infos = Stream.concat(steering.stream(), heldOut.stream()).map(Verifier::info).toList();
        return Manifest.write(model.model(), EngineFacts.ask().summary(), infos);
    }

    @Override
    public void close() {
        task.close();
    }
}
