package dev.goldpan.run;

import dev.goldpan.search.Blobs;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.Recipe;
import dev.goldpan.tensor.SafetensorsWriter;
import dev.goldpan.tensor.Scope;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * One search for one prompt: the model, the verifiers, the loop and what it writes down.
 *
 * <p>In a folder, killed anywhere, {@link #resume} goes on with it to the same end.
 */
public final class SearchRun implements AutoCloseable {
    private final Spec spec;
    private final Workbench bench;
    private final Workshop workshop;
    private final Records records;
    private final ModelEvaluator evaluator;
    private final Bookkeeper bookkeeper;
    private final Runner runner;

    private SearchRun(Spec spec, Workshop workshop, Workbench bench, Records records, Listener listener) {
        this.spec = spec;
        this.workshop = workshop;
        this.bench = bench;
        this.records = records;
        Plan plan = bench.plan(spec, records.blobs());
        this.evaluator = bench.evaluator(spec, plan.algorithm().stations(plan.grounds()), records.blobs());
        this.bookkeeper = new Bookkeeper(listener, records, Stream.concat(bench.steering().stream(), bench.heldOut().stream()).toList());
        this.runner = new Runner(plan, bench.looking(spec, evaluator, records.blobs()), evaluator, records.journal(),
                new SearchPictures(spec, bench.model(), records), bookkeeper);
    }

    /**
     * Begins a search.
     *
     * @param folder where it is written down, or null for in memory only
     * @param workshop lends what it needs, and is closed after it
     * @throws IllegalArgumentException if it cannot be done as {@code spec} says; nothing is written then
     */
    public static SearchRun begin(Spec spec, Path folder, Workshop workshop, Listener listener) {
        Workbench bench = Workbench.of(spec, workshop, listener);
        Records made = null;
        try {
            Plan plan = bench.plan(spec, Blobs.none());
            plan.algorithm().begin(plan.grounds()); // finds out what it thinks of them before anything is written
            String manifest = bench.manifest();
            made = folder == null ? Records.inMemory(spec.write(), manifest) : RunFolder.create(folder, spec.write(), manifest);
            return new SearchRun(spec, workshop, bench, made, listener);
        } catch (RuntimeException e) {
            closeAll(made, bench);
            throw e;
        }
    }

    /** Goes on with the search in {@code folder}, or reads its end where it came to one. @param workshop as in {@link #begin} */
    public static SearchRun resume(Path folder, Workshop workshop, Listener listener) {
        RunFolder found = RunFolder.open(folder);
        Workbench bench = null;
        try {
            Spec spec = Spec.read(found.spec(), folder.toString());
            bench = Workbench.of(spec, workshop, listener);
            Manifest.check(found.manifest(), bench.manifest(), folder, listener);
            return new SearchRun(spec, workshop, bench, found, listener);
        } catch (RuntimeException e) {
            closeAll(found, bench);
            throw e;
        }
    }

    /**
     * Goes on with the search that {@code records} hold, from wherever it is.
     *
     * @param records are closed with this object
     */
    public static SearchRun of(Records records, Workshop workshop, Listener listener) {
        Spec spec = Spec.read(records.spec(), "the run");
        Workbench bench = Workbench.of(spec, workshop, listener);
        try {
            return new SearchRun(spec, workshop, bench, records, listener);
        } catch (RuntimeException e) {
            closeAll(bench);
            throw e;
        }
    }

    /** What it runs on, as text. */
    public String manifest() {
        return bench.manifest();
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

    /** What is written down of it. */
    public Records records() {
        return records;
    }

    /** The judge of its pictures, for after the search; none where it does not know what the prompt asks. */
    public Optional<Appraiser> appraiser() {
        return workshop.appraiser(spec);
    }

    /** Calls of the denoiser that one candidate of the search takes. */
    public int calls() {
        return bench.grounds(spec, Blobs.none()).calls();
    }

    /** Searches until there is a reason to stop, and finishes the winners. */
    public Result run() {
        try {
            return runner.run();
        } finally {
            bookkeeper.note(); // of the winners' last runs, or of a batch that failed
        }
    }

    /** Which verifier will say nothing more, whatever it is shown, and why; empty while all may. */
    public Optional<String> givenUp() {
        return bookkeeper.givenUp();
    }

    /** Lets the search end after the batch that is being evaluated. May be called from any thread. */
    public void cancel() {
        runner.cancel();
    }

    /** {@code winner} for other programs; none where it has no picture. */
    public Optional<TakeHome> takeHome(Entry winner) {
        return Optional.ofNullable(winner.image()).map(picture -> new TakeHome(spec, bench.model().model(), winner.scored().candidate(),
                records.image(picture)));
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
        closeAll(evaluator, records, bench);
    }
}
