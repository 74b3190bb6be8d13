package dev.goldpan.run.sweep;

import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.run.Forecast;
import dev.goldpan.run.Listener;
import dev.goldpan.run.Workshop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What work will cost at most.
 *
 * @param items how many searches
 * @param nfe evaluations of the denoiser that they may charge
 * @param seconds as measured on one batch of each model and size
 */
public record Price(int items, long nfe, double seconds) {
    private static final int STEPS = 10; // of the calibration: decoding and scoring weigh somewhat more in it

    private record Machine(ModelChoice model, int width, int height, boolean guided, int batch) {}

    /** The price of {@code items}, from a short calibration. */
    public static Price of(List<WorkItem> items, Workshop workshop, Listener listener) {
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
        return new Price(items.size(), items.stream().mapToLong(WorkItem::nfe).sum(), seconds);
    }
}
