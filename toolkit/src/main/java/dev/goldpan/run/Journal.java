package dev.goldpan.run;

import java.util.ArrayList;
import java.util.List;

/** What a run has done so far. What {@link #append} has returned from survives anything. */
public interface Journal {
    /** Everything that was appended, in its order. */
    List<Batch> batches();

    /** Keeps {@code batch} for good, whole. */
    void append(Batch batch);

    /** Why the run stopped searching, or null where it has not. */
    Stop stop();

    /** Keeps why the run stopped searching; null for one that goes on. */
    void stop(Stop stop);

    /** A journal that lasts as long as the process. */
    static Journal inMemory() {
        return new Journal() {
            private final List<Batch> batches = new ArrayList<>();
            private Stop stop;

            @Override
            public List<Batch> batches() {
                return List.copyOf(batches);
            }

            @Override
            public void append(Batch batch) {
                batches.add(batch);
            }

            @Override
            public Stop stop() {
                return stop;
            }

            @Override
            public void stop(Stop reason) {
                stop = reason;
            }
        };
    }
}
