package dev.goldpan.run;

import com.sun.management.OperatingSystemMXBean;
import dev.goldpan.sample.Denoiser;
import dev.goldpan.search.Algorithm;
import dev.goldpan.search.Algorithms;
import dev.goldpan.search.Course;
import dev.goldpan.search.Grounds;
import dev.goldpan.search.ModelEvaluator;
import dev.goldpan.search.PromptTask;
import dev.goldpan.search.Task;
import dev.goldpan.verify.Verifier;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the search loop takes beyond the denoiser, decoder and verifiers that it calls, journal and pictures on disk included, by the
 * clock and of the processor's time (which says less of waiting, and holds also on a busy machine):
 * {@code java -cp ... dev.goldpan.run.LoopOverhead RUN TO} does the search of the folder {@code RUN} again in {@code TO}.
 */
final class LoopOverhead {
    private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final AtomicLong inside = new AtomicLong();
    private final AtomicLong computing = new AtomicLong();

    private LoopOverhead() {}

    public static void main(String[] args) {
        Spec spec;
        try (RunFolder earlier = RunFolder.open(Path.of(args[0]))) {
            spec = Spec.read(earlier.spec(), args[0]);
        }
        new LoopOverhead().measure(spec, Path.of(args[1]));
    }

    private void measure(Spec spec, Path folder) {
        Listener nobody = new Listener() {};
        try (Workshop workshop = new Workshop(); Workbench bench = Workbench.of(spec, workshop, nobody);
                RunFolder records = RunFolder.create(folder, spec.write(), bench.manifest())) {
            Algorithm algorithm = Algorithms.configured(spec.algorithm(), spec.set());
            Grounds grounds = bench.grounds(spec, records.blobs());
            Plan plan = new Plan(algorithm, grounds, spec.budget(), new Course.Steps(spec.settings().steps()), spec.keep(),
                    bench.task().forwards());
            try (ModelEvaluator evaluator = new ModelEvaluator(task(bench.task()), timed(bench.steering()), timed(bench.heldOut()),
                    spec.batch(), algorithm.stations(grounds), Duration.ofMillis((long) (spec.patience() * 1000)), records.blobs())) {
                Runner runner = new Runner(plan, evaluator, evaluator, records.journal(),
                        new SearchPictures(spec, bench.model(), records), nobody);
                long begun = System.nanoTime();
                long computed = MACHINE.getProcessCpuTime();
                Result result = runner.run();
                double all = (System.nanoTime() - begun) * 1e-9;
                double called = inside.get() * 1e-9;
                double allComputing = (MACHINE.getProcessCpuTime() - computed) * 1e-9;
                double calledComputing = computing.get() * 1e-9;
                System.out.printf("%s: %d candidates in %.2f s, of which %.2f s in denoiser, decoder and verifiers; the loop takes %.1f %%"
                        + " more%n", spec.algorithm(), result.candidates(), all, called, 100 * (all / called - 1));
                System.out.printf("of processor time: %.2f s, of which %.2f s there; the loop takes %.1f %% more%n", allComputing,
                        calledComputing, 100 * (allComputing / calledComputing - 1));
            }
        }
    }

    private Task task(PromptTask task) {
        Denoiser denoiser = timed(Denoiser.class, task.denoiser());
        Task decoding = timed(Task.class, task);
        return (Task) Proxy.newProxyInstance(Task.class.getClassLoader(), new Class<?>[] {Task.class}, (proxy, method, arguments) ->
                method.getName().equals("denoiser") ? denoiser
                        : method.invoke(method.getName().equals("decode") ? decoding : task, arguments));
    }

    private List<Verifier> timed(List<Verifier> verifiers) {
        return verifiers.stream().map(verifier -> timed(Verifier.class, verifier)).toList();
    }

    /** The same, its calls timed. */
    private <T> T timed(Class<T> type, T part) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            long begun = System.nanoTime();
            long computed = MACHINE.getProcessCpuTime();
            try {
                return method.invoke(part, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            } finally {
                inside.addAndGet(System.nanoTime() - begun);
                computing.addAndGet(MACHINE.getProcessCpuTime() - computed);
            }
        }));
    }
}
