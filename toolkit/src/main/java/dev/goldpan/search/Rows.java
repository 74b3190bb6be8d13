package dev.goldpan.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * In which rows of their batches trajectories were followed. The last bit of a number may depend on the row, because vector units
 * treat the ends of a tensor otherwise than its middle; so what is made again is made in the same rows.
 */
final class Rows {
    /** By trajectory: the row of the calls up to each number. */
    private final Map<Candidate, NavigableMap<Integer, Integer>> known = new HashMap<>();

    /** {@code candidate} was followed to its last call in {@code row}. */
    void put(Candidate candidate, int row) {
        if (of(candidate) != row) {
            known.computeIfAbsent(candidate.trajectory(), unused -> new TreeMap<>()).putIfAbsent(candidate.calls(), row);
        }
    }

    /** The row in which the last call of {@code candidate} was made, or -1. */
    int of(Candidate candidate) {
        NavigableMap<Integer, Integer> rows = known.get(candidate.trajectory());
        Map.Entry<Integer, Integer> entry = rows == null ? null : rows.ceilingEntry(candidate.calls());
        return entry == null ? -1 : entry.getValue();
    }

    /** Where {@code candidate} stood when its row was last chosen, before its last call; null at the beginning. */
    Candidate before(Candidate candidate) {
        NavigableMap<Integer, Integer> rows = known.get(candidate.trajectory());
        Integer calls = rows == null ? null : rows.lowerKey(candidate.calls());
        return calls == null || calls <= candidate.recipe().shared() ? null : candidate.after(calls);
    }

    /** The rows of {@code candidate}'s trajectory up to where it is looked at, then of the one that it leaves, and so on. */
    List<Map<Integer, Integer>> lineage(Candidate candidate) {
        List<Map<Integer, Integer>> lineage = new ArrayList<>();
        for (Candidate at = candidate; at != null; at = at.recipe().isNoise() ? null : at.recipe().origin()) {
            NavigableMap<Integer, Integer> rows = known.getOrDefault(at.trajectory(), new TreeMap<>());
            Integer last = rows.ceilingKey(at.calls());
            lineage.add(new TreeMap<>(last == null ? rows : rows.headMap(last, true)));
        }
        return lineage;
    }

    /** Remembers a {@link #lineage}. */
    void put(Candidate candidate, List<Map<Integer, Integer>> lineage) {
        Candidate at = candidate;
        for (Map<Integer, Integer> rows : lineage) {
            if (at == null) {
                return;
            }
            known.computeIfAbsent(at.trajectory(), unused -> new TreeMap<>()).putAll(rows);
            at = at.recipe().origin();
        }
    }
}
