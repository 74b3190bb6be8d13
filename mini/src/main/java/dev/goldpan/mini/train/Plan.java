package dev.goldpan.mini.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one training run goes.
 *
 * @param folder where its checkpoint, its loss curve and the exported network go
 * @param seed of everything that is drawn
 * @param batch images per update
 * @param steps updates in all; a stopped run may be resumed with more
 * @param rate learning rate between warm-up and cool-down
 * @param warmup steps over which the rate rises from 0
 * @param cooldown part of the steps at the end over which it falls to 0
 * @param decay decoupled weight decay
 * @param clip largest joint norm of the gradients
 * @param average how much of the moving average stays per step, in the long run
 * @param half whether products run in bf16 (weights, norms, losses and updates stay fp32)
 * @param muon whether matrices between hidden layers go the way of {@link Muon}, instead of Adam's
 * @param workers threads that share a step, at most {@link Objective#mostTerms}
 * @param between how often a checkpoint is written
 */
public record Plan(Path folder, long seed, int batch, long steps, double rate, long warmup, double cooldown, double decay, double clip,
        double average, boolean half, boolean muon, int workers, Duration between) {
    /** What the updates depend on beside their number, by the names that manifests and checkpoints use. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", seed);
        settings.put("batch", batch);
        settings.put("optimiser", muon ? "muon" : "adamw");
        settings.put("rate", rate);
        settings.put("cooldown", cooldown);
        settings.put("decay", decay);
        settings.put("clip", clip);
        settings.put("average", average);
        settings.put("workers", workers);
        settings.put("products", half ? "bf16" : "fp32");
        return settings;
    }

    /** Learning rate of one step: a trapezoid. */
    double rate(long step) {
        double rise = Math.min(1, (step + 1.0) / warmup);
        double fall = Math.min(1, (steps - step) / Math.max(1, cooldown * steps));
        return rate * Math.min(rise, fall);
    }

    /** Part of the moving average that stays at {@code step}: early on, little of the first random weights. */
    double average(long step) {
        return Math.min(average, (step + 1.0) / (step + 10.0));
    }
}
