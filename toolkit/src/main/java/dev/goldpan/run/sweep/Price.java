package dev.goldpan.run.sweep;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.model.StableDiffusion;
import dev.goldpan.run.Forecast;
import dev.goldpan.run.Listener;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What work will cost at most.
 *
 * @param searches how many
 * @param nfe evaluations of the denoiser that they may charge
 * @param noises whose losses are asked, in one pass each beside those
 * @param seconds of all, as measured on one batch of each model and size, and of each choice of losses
 */
public record Price(int searches, long nfe, long noises, double seconds) {
    private static final int STEPS = 10; // of the calibration: decoding and scoring weigh somewhat more in it

    private record Machine(ModelChoice model, int width, int height, boolean guided, int batch) {}

    private record Losses(ModelChoice model, int width, int height, List<String> names) {}

    /** The price of {@code undone}, from a short calibration. */
    public static Price of(Undone undone, Workshop workshop, Listener listener) {
        Map<WorkItem, Long> noises = new HashMap<>(undone.lacking());
        for (WorkItem item : undone.searches()) {
            if (!item.losses().names().isEmpty()) {
                noises.put(item, noises(item.spec(), workshop.checkpoint(item.spec().model())));
            }
        }
        return new Price(undone.searches().size(), undone.searches().stream().mapToLong(WorkItem::nfe).sum(),
                noises.values().stream().mapToLong(Long::longValue).sum(),
                ofSearches(undone.searches(), workshop, listener) + ofLosses(noises, workshop));
    }

    private static double ofSearches(List<WorkItem> items, Workshop workshop, Listener listener) {
        Map<Machine, Double> secondsEach = new HashMap<>();
        double seconds = 0;
        for (WorkItem item : items) {
            Settings settings = item.spec().settings();
            Machine machine = new Machine(item.spec().model(), settings.width(), settings.height(), settings.guidance() > 1,
                    item.spec().batch());
            Double each = secondsEach.get(machine);
            if (each == null) {
                Forecast forecast = Forecast.of(item.spec().inSteps(STEPS), workshop, listener);
                each = forecast.secondsPerCandidate() / forecast.calls();
                secondsEach.put(machine, each);
            }
            seconds += each * item.nfe();
        }
        return seconds;
    }

    private static double ofLosses(Map<WorkItem, Long> noises, Workshop workshop) {
        Map<Losses, Double> secondsEach = new HashMap<>();
        double seconds = 0;
        for (Map.Entry<WorkItem, Long> asked : noises.entrySet()) {
            WorkItem item = asked.getKey();
            Settings settings = item.spec().settings();
            Losses losses = new Losses(item.spec().model(), settings.width(), settings.height(), item.losses().members());
            seconds += asked.getValue() * secondsEach.computeIfAbsent(losses, missing -> LossPass.secondsEach(item, workshop));
        }
        return seconds;
    }

    /** Noises that the bank of {@code spec} draws, those of winners that are run again with other steps once more. */
    private static long noises(Spec spec, StableDiffusion checkpoint) {
        int winners = spec.searchSteps() == spec.settings().steps() ? 0 : spec.keep();
        long last = spec.budget().finalCharged() ? (long) winners * checkpoint.calls(spec.settings()) : 0;
        int pair = spec.settings().guidance() > 1 ? spec.budget().pair() : 1;
        return (spec.budget().nfe() / pair - last) / checkpoint.calls(spec.settings().withSteps(spec.searchSteps())) + winners;
    }
}
