package dev.goldpan.run.sweep;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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
        items.forEach(item -> once.merge(item.run(), item, WorkItem::with));
        return List.copyOf(once.values());
    }

    /**
     * One of several shares of about the same cost, which machines that know nothing of each other may do.
     *
     * @param number of the share, from 1
     * @param of shares
     */
    public SweepPlan share(int number, int of) {
        long[] loads = new long[of];
        Set<String> ours = new HashSet<>();
        for (WorkItem item : work()) {
            int least = IntStream.range(0, of).reduce(0, (best, share) -> loads[share] < loads[best] ? share : best);
            loads[least] += item.nfe();
            if (least == number - 1) {
                ours.add(item.run());
            }
        }
        return new SweepPlan(name, about, text, items.stream().filter(item -> ours.contains(item.run())).toList());
    }

    /** Evaluations of the denoiser that all work may charge together. */
    public long nfe() {
        return work().stream().mapToLong(WorkItem::nfe).sum();
    }
}
