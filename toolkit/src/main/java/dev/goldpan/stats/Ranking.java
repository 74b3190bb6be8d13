package dev.goldpan.stats;

import java.util.Arrays;

/**
 * Values in their order: sorted once for everything that asks only which is larger.
 *
 * @param places of each value among the distinct ones, ascending from 0; -1 where it is missing (NaN). -0 equals 0
 * @param distinct values there are
 */
public record Ranking(int[] places, int distinct) {
    /** Puts {@code values} in their order. */
    public static Ranking of(double[] values) {
        double[] ascending = new double[values.length];
        int there = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                ascending[there++] = value + 0.0; // -0 becomes 0
            }
        }
        Arrays.sort(ascending, 0, there);
        int distinct = 0;
        for (int i = 0; i < there; i++) {
            if (distinct == 0 || ascending[i] != ascending[distinct - 1]) {
                ascending[distinct++] = ascending[i];
            }
        }
        int[] places = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            places[i] = Double.isNaN(values[i]) ? -1 : Arrays.binarySearch(ascending, 0, distinct, values[i] + 0.0);
        }
        return new Ranking(places, distinct);
    }

    /** How many values there are, missing ones included. */
    public int size() {
        return places.length;
    }

    /** Whether one is missing. */
    public boolean hasMissing() {
        for (int place : places) {
            if (place < 0) {
                return true;
            }
        }
        return false;
    }

    /** Indices by ascending value, equal ones as they come; those that are missing before all. */
    public int[] order() {
        int[] next = ends();
        int[] order = new int[places.length];
        for (int i = places.length - 1; i >= 0; i--) {
            order[--next[places[i] + 1]] = i;
        }
        return order;
    }

    /** Ranks from 1, equal values sharing the mean of theirs; NaN where the value is missing. */
    public double[] ranks() {
        int[] ends = ends();
        double[] ranks = new double[places.length];
        for (int i = 0; i < ranks.length; i++) {
            int place = places[i];
            ranks[i] = place < 0 ? Double.NaN : (ends[place] + 1 + ends[place + 1]) / 2.0 - ends[0];
        }
        return ranks;
    }

    /** How many values lie at or below each place, the missing ones at 0, the lowest at 1. */
    private int[] ends() {
        int[] ends = new int[distinct + 1];
        for (int place : places) {
            ends[place + 1]++;
        }
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        return ends;
    }

    /** Those of {@code kept}, with gaps where a value went. */
    Ranking of(int[] kept) {
        int[] some = new int[kept.length];
        Arrays.setAll(some, i -> places[kept[i]]);
        return new Ranking(some, distinct);
    }

    /** Pairs of equal values. Missing ones are not allowed. */
    long ties() {
        int[] counts = new int[distinct];
        long pairs = 0;
        for (int place : places) {
            pairs += counts[place]++;
        }
        return pairs;
    }
}
