package dev.goldpan.mini.train;

import dev.goldpan.tensor.Scope;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
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
     * @throws IllegalStateException if the loss is no longer a number; the last checkpoint stays
     */
    public static void run(String name, Plan plan, Objective objective) {
        AdamW optimiser = new AdamW(objective.parameters(), plan.decay());
        Checkpoint checkpoint = new Checkpoint(plan.folder().resolve("checkpoint.safetensors"), plan.seed());
        LossCurve curve = new LossCurve(plan.folder());
        long first = checkpoint.restore(optimiser.state());
        curve.continueAt(first);
        Instant saved = Instant.now();
        double sum = 0;
        try (ProgressBar bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(plan.steps()).startsFrom(first, Duration.ZERO)
                .build()) {
            for (long step = first; step < plan.steps(); step++) {
                double loss = step(plan, objective, optimiser, step);
                if (!Double.isFinite(loss)) {
                    throw new IllegalStateException(name + ": the loss is " + loss + " at step " + step
                            + "; lower the learning rate and resume from " + checkpoint.file());
                }
                sum += loss;
                if ((step + 1) % CURVE_EVERY == 0) {
                    curve.add(step + 1, sum / CURVE_EVERY);
                    bar.setExtraMessage(String.format(" loss %.4f", sum / CURVE_EVERY));
                    sum = 0;
                }
                if (Duration.between(saved, Instant.now()).compareTo(plan.between()) > 0) {
                    checkpoint.write(optimiser.state(), step + 1);
                    saved = Instant.now();
                }
                bar.step();
            }
        }
        checkpoint.write(optimiser.state(), Math.max(first, plan.steps()));
        curve.draw(name);
        objective.export(plan.folder(), optimiser.averages());
    }

    private static double step(Plan plan, Objective objective, AdamW optimiser, long step) {
        try (Scope scope = Scope.open()) {
            torch.manual_seed(plan.seed() * 0x9E3779B97F4A7C15L + step);
            Tensor loss = plan.half() ? inHalfPrecision(objective, step) : objective.loss(step);
            double value = loss.item_double();
            loss.backward();
            optimiser.clip(plan.clip());
            optimiser.update(step, plan.rate(step), plan.average(step));
            return value;
        }
    }

    /** Products in bf16, everything else in fp32: libtorch's autocast. */
    private static Tensor inHalfPrecision(Objective objective, long step) {
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        try {
            return objective.loss(step);
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, false);
            torch.clear_cache(); // bf16 copies of weights that are about to change
        }
    }

    /** Exports the averaged network of a run as its checkpoint holds it now; another process may go on with the run. */
    static void export(Plan plan, Objective objective) {
        AdamW optimiser = new AdamW(objective.parameters(), plan.decay());
        new Checkpoint(plan.folder().resolve("checkpoint.safetensors"), plan.seed()).restore(optimiser.state());
        objective.export(plan.folder(), optimiser.averages());
    }
}
