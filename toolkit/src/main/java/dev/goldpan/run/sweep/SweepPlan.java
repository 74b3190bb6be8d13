package dev.goldpan.run.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A spec that was read and found to be possible.
 *
 * @param name of the sweep
 * @param about what it is to show, for the report; may be empty
 * @param text of the spec
 * @param items its work in the order it is done: what is slow to change changes least. Two parts may ask for the same
 */
public record SweepPlan(String name, String about, String text, List<WorkItem> items) {
    /** Copies the list. */
    public SweepPlan {
        items = List.copyOf(items);
    }

    /** What is done: work that several parts ask for once. */
    public List<WorkItem> work() {
        Map<String, WorkItem> once = new LinkedHashMap<>();
        items.forEach(item -> once.merge(item.run(), item, (one, other) -> one.with(other.losses())));
        return List.copyOf(once.values());
    }

    /** Evaluations of the denoiser that all work may charge together. */
    public long nfe() {
        return work().stream().mapToLong(WorkItem::nfe).sum();
    }
}
