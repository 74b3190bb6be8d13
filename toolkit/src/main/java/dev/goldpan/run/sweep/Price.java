package dev.goldpan.run.sweep;

import dev.goldpan.model.AttentionSettings;
import dev.goldpan.model.ModelChoice;
import dev.goldpan.model.Settings;
import dev.goldpan.run.Forecast;
import dev.goldpan.run.Listener;
import dev.goldpan.run.Reach;
import dev.goldpan.run.Spec;
import dev.goldpan.run.Workshop;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What work will cost at most.
 *
 * @param searches how many
 * @param nfe evaluations of the denoiser that they may charge
 * @param forwards of the network that searches may run, guidance by attention included, which is not charged
 * @param noises whose losses are asked, in one pass each beside those
 * @param seconds of all, as measured on one batch of each model, size and manner, and of each choice of losses
 * @param paid language models, which are not in the seconds, with the finished pictures that each is shown
 */
public record Price(int searches, long nfe, long forwards, long noises, double seconds, Map<String, Long> paid) {
    private static final int STEPS = 10; // of the calibration: decoding and scoring weigh somewhat more in it

    /** What is measured once. @param looks losses that look at noise, or none where pictures are made */
    private record Machine(ModelChoice model, int width, int height, boolean guided, int pair, int batch,
            AttentionSettings attention, List<String> looks, int optimise) {}

    /** What an evaluation takes, or many. */
    private record Rate(double forwards, double seconds) {}

    private record Asked(ModelChoice model, int width, int height, List<String> names) {}

    /** The price of {@code undone}, from a short calibration. */
    public static Price of(Undone undone, Workshop workshop, Listener listener) {
        Map<WorkItem, Long> noises = new HashMap<>(undone.lacking());
        for (WorkItem item : undone.searches()) {
            if (!item.losses().isEmpty()) {
                Reach bank = Reach.of(item.spec(), workshop.checkpoint(item.spec().model()));
                noises.put(item, bank.pictures(bank.candidates())); // those of winners that are run again once more
            }
        }
        Map<String, Long> paid = new TreeMap<>();
        for (WorkItem item : undone.searches()) {
            Reach reach = Reach.of(item.spec(), workshop.checkpoint(item.spec().model()));
            reach.paid().forEach(name -> paid.merge(name, reach.pictures(reach.candidates()), Long::sum));
        }
        Rate searches = ofSearches(undone.searches(), workshop, listener);
        return new Price(undone.searches().size(), undone.searches().stream().mapToLong(WorkItem::nfe).sum(), Math.round(searches.forwards),
                noises.values().stream().mapToLong(Long::longValue).sum(), searches.seconds + ofLosses(noises, workshop),
                Collections.unmodifiableMap(paid));
    }

    private static Rate ofSearches(List<WorkItem> items, Workshop workshop, Listener listener) {
        Map<Machine, Rate> rates = new HashMap<>();
        double seconds = 0;
        double forwards = 0;
        for (WorkItem item : items) {
            Spec spec = item.spec();
            Reach reach = Reach.of(spec, workshop.checkpoint(spec.model()));
            long last = reach.byNoise() ? reach.last().nfe() : 0;
            Rate each = rate(spec, reach.byNoise(), rates, workshop, listener);
            seconds += each.seconds * (item.nfe() - last);
            forwards += each.forwards * (item.nfe() - last);
            if (last > 0) {
                Rate pictures = rate(finishing(spec), false, rates, workshop, listener);
                seconds += pictures.seconds * last * spec.batch(); // a winner alone, but the whole batch is computed
                forwards += pictures.forwards * last * spec.batch();
            }
        }
        return new Rate(forwards, seconds);
    }

    private static double ofLosses(Map<WorkItem, Long> noises, Workshop workshop) {
        Map<Asked, Double> secondsEach = new HashMap<>();
        double seconds = 0;
        for (Map.Entry<WorkItem, Long> asked : noises.entrySet()) {
            WorkItem item = asked.getKey();
            Settings settings = item.spec().settings();
            for (LossChoice choice : item.losses()) {
                Asked losses = new Asked(item.spec().model(), settings.width(), settings.height(), choice.members());
                seconds += asked.getValue() * secondsEach.computeIfAbsent(losses, missing -> LossPass.secondsEach(item, choice, workshop));
            }
        }
        return seconds;
    }

    private static Rate rate(Spec spec, boolean isByNoise, Map<Machine, Rate> rates, Workshop workshop, Listener listener) {
        Settings settings = spec.settings();
        Machine machine = new Machine(spec.model(), settings.width(), settings.height(), settings.guidance() > 1, spec.budget().pair(),
                spec.batch(), settings.attention(), isByNoise ? spec.steering() : List.of(), spec.optimise());
        Rate known = rates.get(machine);
        if (known == null) {
            // A few of the steps of a guided picture have many passes, which fewer steps in all would not make fewer.
            boolean isWhole = settings.attention().guide() != null;
            Forecast forecast = Forecast.of(isWhole ? spec : spec.inSteps(STEPS), workshop, listener);
            known = new Rate(forecast.forwards() / forecast.nfe(), forecast.secondsPerCandidate() / forecast.nfe());
            rates.put(machine, known);
        }
        return known;
    }

    /** The final runs of {@code spec}, whose winner is found by its noise. */
    private static Spec finishing(Spec spec) {
        return new Spec(spec.model(), spec.prompt(), spec.settings(), spec.settings().steps(), "random", Map.of(), "jpeg", 0,
                spec.heldOut(), spec.verifiers(), spec.budget(), spec.keep(), spec.batch(), spec.seed(), null, spec.patience());
    }
}
