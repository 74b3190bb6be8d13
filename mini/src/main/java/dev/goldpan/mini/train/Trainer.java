package dev.goldpan.mini.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldpan.mini.Progress;
import dev.goldpan.tensor.Engine;
import dev.goldpan.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The training loop: loss, gradient, update, moving average, checkpoint, curve. */
public final class Trainer {
    private static final int CURVE_EVERY = 20;

    private Trainer() {}

    /**
     * Runs {@code plan} to its end, from its checkpoint where there is one, and exports the averaged network.
     *
     * @throws IllegalArgumentException if the checkpoint is of another run, or a step cannot be shared between as many workers
     * @throws IllegalStateException if the loss is no longer a number; the last checkpoint stays
     */
    public static void run(String name, Plan plan, Objective objective) {
        if (plan.workers() > objective.mostTerms()) {
            throw new IllegalArgumentException("--workers: " + plan.workers() + " cannot share a step of " + name + "; leave it out");
        }
        Map<String, Object> settings = new TreeMap<>(objective.settings());
        Optimiser optimiser = new Optimiser(objective.parameters(), plan.decay(), plan.muon());
        Checkpoint checkpoint = Checkpoint.of(plan, settings);
        LossCurve curve = new LossCurve(plan.folder());
        long first = checkpoint.restore(optimiser.state());
        curve.continueAt(first);
        Instant saved = Instant.now();
        double sum = 0;
        int summed = 0; // steps, fewer after a resumption
        ExecutorService threads = Executors.newCachedThreadPool(Trainer::daemon);
        try (Progress progress = new Progress(name, first, plan.steps())) {
            for (long step = first; step < plan.steps(); step++) {
                double loss = step(plan, objective, optimiser, step, threads);
                if (!Double.isFinite(loss)) {
                    throw new IllegalStateException(name + ": the loss is " + loss + " at step " + step
                            + "; lower the learning rate and resume from " + checkpoint.file());
                }
                sum += loss;
                summed++;
                if ((step + 1) % CURVE_EVERY == 0) {
                    curve.add(step + 1, sum / summed);
                    progress.say(String.format("loss %.4f", sum / summed));
                    sum = 0;
                    summed = 0;
                }
                if (Duration.between(saved, Instant.now()).compareTo(plan.between()) > 0) {
                    checkpoint.write(optimiser.state(), step + 1);
                    saved = Instant.now();
                }
                progress.step(1);
            }
        }
        threads.shutdown();
        long steps = Math.max(first, plan.steps());
        checkpoint.write(optimiser.state(), steps);
        curve.draw(name);
        objective.export(plan.folder(), optimiser.averages());
        manifest(name, steps, plan, settings, curve.last());
    }

    /** How it was trained, for whoever has the network. */
    private static void manifest(String name, long steps, Plan plan, Map<String, Object> settings, double loss) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("network", name);
        said.put("steps", steps);
        said.put("warmup", plan.warmup());
        said.putAll(plan.settings());
        said.putAll(settings);
        said.put("loss", loss);
        try {
            Files.writeString(plan.folder().resolve("training.json"),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(said) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "term");
        thread.setDaemon(true);
        return thread;
    }

    private static double step(Plan plan, Objective objective, Optimiser optimiser, long step, ExecutorService threads) {
        try (Scope scope = Scope.open()) {
            torch.manual_seed(plan.seed() * 0x9E3779B97F4A7C15L + step);
            List<Supplier<Tensor>> terms = objective.terms(step, plan.workers());
            double value = terms.size() == 1 ? descend(plan, terms.get(0)) : together(plan, terms, threads);
            optimiser.clip(plan.clip());
            List<Runnable> updates = optimiser.updates(step, plan.rate(step), plan.average(step));
            if (plan.workers() == 1) {
                updates.forEach(Runnable::run);
            } else {
                share(updates, plan.workers(), threads);
            }
            return value;
        } finally {
            torch.clear_cache(); // bf16 copies of weights that have changed
        }
    }

    /** All terms at the same time, one core each: no core waits for another within a term. */
    private static double together(Plan plan, List<Supplier<Tensor>> terms, ExecutorService threads) {
        List<Future<Double>> values = terms.stream().map(term -> threads.submit(() -> {
            Engine.threads(1);
            return descend(plan, term);
        })).toList();
        return values.stream().mapToDouble(Trainer::of).sum();
    }

    /** Each worker takes the next part that is left. */
    private static void share(List<Runnable> parts, int workers, ExecutorService threads) {
        AtomicInteger next = new AtomicInteger();
        List<Future<Integer>> ends = IntStream.range(0, workers).mapToObj(worker -> threads.submit(() -> {
            Engine.threads(1);
            int part = next.getAndIncrement();
            while (part < parts.size()) {
                parts.get(part).run();
                part = next.getAndIncrement();
            }
            return part;
        })).toList();
        ends.forEach(Trainer::of);
    }

    private static <T> T of(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds the gradient of one term. @return its value */
    private static double descend(Plan plan, Supplier<Tensor> term) {
        try (Scope scope = Scope.open()) {
            Tensor loss = plan.half() ? inHalfPrecision(term) : term.get();
            loss.backward();
            return loss.item_double();
        }
    }

    /** Products in bf16, everything else in fp32: libtorch's autocast. */
    private static Tensor inHalfPrecision(Supplier<Tensor> term) {
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        try {
            return term.get();
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, false);
        }
    }

    /**
     * Exports the averaged network of a run as its checkpoint holds it now, whatever its settings; another process may go on with the
     * run.
     *
     * @throws IllegalArgumentException if there is no checkpoint, or it is of another network
     */
    static void export(Plan plan, Objective objective) {
        Optimiser optimiser = new Optimiser(objective.parameters(), plan.decay(), plan.muon());
        Map<String, Tensor> averages = optimiser.state();
        averages.keySet().removeIf(name -> !name.startsWith(Optimiser.AVERAGE));
        Checkpoint.of(plan, Map.of()).read(averages);
        objective.export(plan.folder(), optimiser.averages());
    }
}
