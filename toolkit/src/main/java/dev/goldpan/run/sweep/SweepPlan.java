package dev.goldpan.run.sweep;

import java.util.List;

/**
 * A spec that was read and found to be possible.
 *
 * @param name of the sweep
 * @param about what it is to show, for the report; may be empty
 * @param text of the spec
 * @param items its work, each once, in the order it is done: what is slow to change changes least
 */
public record SweepPlan(String name, String about, String text, List<WorkItem> items) {
    /** Copies the list. */
    public SweepPlan {
        items = List.copyOf(items);
    }

    /** Evaluations of the denoiser that all items may charge together. */
    public long nfe() {
        return items.stream().mapToLong(WorkItem::nfe).sum();
    }
}
