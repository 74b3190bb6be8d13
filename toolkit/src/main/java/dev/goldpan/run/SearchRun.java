package dev.goldpan.run;

import dev.goldpan.search.Evaluator;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Recipe;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * One search for one prompt, in a folder: the model, the verifiers, the loop and what it writes down.
 *
 * <p>Killed anywhere, {@link #resume} goes on with it to the same end.
 */
public final class SearchRun implements AutoCloseable {
    private final Spec spec;
    private final Workbench bench;
    private final RunFolder folder;
    private final ModelEvaluator evaluator;
    private final Runner runner;

    private SearchRun(Spec spec, Workbench bench, RunFolder folder, Listener listener) {
        this.spec = spec;
        this.bench = bench;
        this.folder = folder;
        Plan plan = bench.plan(spec);
        this.evaluator = bench.evaluator(spec, plan.algorithm().stations(plan.grounds()), folder.blobs());
        Evaluator looking = spec.optimise() > 0 ? bench.optimising(spec, evaluator, folder.blobs()) : evaluator;
        this.runner = new Runner(plan, looking, evaluator, folder.journal(), new SearchPictures(spec, bench.model(), folder), listener);
    }

    /**
     * Begins a search in {@code folder}.
     *
     * @throws IllegalArgumentException if it cannot be done as {@code spec} says; nothing is written then
     */
    public static SearchRun begin(Spec spec, Path folder, Listener listener) {
        Workbench bench = Workbench.open(spec, listener);
        RunFolder made = null;
        try {
            Plan plan = bench.plan(spec);
            plan.algorithm().begin(plan.grounds()); // finds out what it thinks of them before anything is written
            made = RunFolder.create(folder, spec.write(), bench.manifest());
            return new SearchRun(spec, bench, made, listener);
        } catch (RuntimeException e) {
            closeAll(made, bench);
            throw e;
        }
    }

    /** Goes on with the search in {@code folder}, or reads its end where it came to one. */
    public static SearchRun resume(Path folder, Listener listener) {
        RunFolder found = RunFolder.open(folder);
        Workbench bench = null;
        try {
            Spec spec = Spec.read(found.spec(), folder.toString());
            bench = Workbench.open(spec, listener);
            Manifest.check(found.manifest(), bench.manifest(), folder, listener);
            return new SearchRun(spec, bench, found, listener);
        } catch (RuntimeException e) {
            closeAll(found, bench);
            throw e;
        }
    }

    private static void closeAll(AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What it is to do. */
    public Spec spec() {
        return spec;
    }

    /** Where it is written down. */
    public RunFolder folder() {
        return folder;
    }

    /** Calls of the denoiser that one candidate of the search takes. */
    public int calls() {
        return bench.grounds(spec).calls();
    }

    /** Searches until there is a reason to stop, and finishes the winners. */
    public Result run() {
        return runner.run();
    }

    /** Lets the search end after the batch that is being evaluated. May be called from any thread. */
    public void cancel() {
        runner.cancel();
    }

    /** Writes the noise that {@code recipe} begins with as {@code latents} of a safetensors file. @return false where it begins midway */
    public boolean writeNoise(Recipe recipe, Path file) {
        try (Scope scope = Scope.open()) {
            Tensor noise = evaluator.noise(recipe);
            if (noise != null) {
                SafetensorsWriter.write(file, Map.of("latents", noise), Map.of());
            }
            return noise != null;
        }
    }

    @Override
    public void close() {
        closeAll(evaluator, folder, bench);
    }
}
