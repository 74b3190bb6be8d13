package dev.goldpan.run.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left to do of a sweep.
 *
 * @param searches that have not come to their end; what they ask of their noises is left too
 * @param lacking noises that lack a loss, by the search that made them and is done
 */
public record Undone(List<WorkItem> searches, Map<WorkItem, Long> lacking) {
    /** All of {@code plan}. */
    public static Undone all(SweepPlan plan) {
        return new Undone(plan.work(), Map.of());
    }

    /** What {@code folder} lacks of {@code plan}. */
    public static Undone in(SweepFolder folder, SweepPlan plan) {
        return all(plan).less(folder);
    }

    /** The same without the searches that {@code folder} has finished; of those it is left what their noises lack there. */
    public Undone less(SweepFolder folder) {
        Map<WorkItem, Long> left = new LinkedHashMap<>(lacking);
        searches.stream().filter(item -> folder.isFinished(item.run())).forEach(item -> left.put(item, folder.lacking(item)));
        left.values().removeIf(noises -> noises == 0);
        return new Undone(searches.stream().filter(item -> !folder.isFinished(item.run())).toList(), left);
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return searches.isEmpty() && lacking.isEmpty();
    }
}
